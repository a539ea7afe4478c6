import xterm from "@xterm/headless";
import { describe, expect, it } from "vitest";
import { screenRows } from "../../../scripts/recording/screen-rows.ts";

async function screenOf(bytes: string) {
  const terminal = new xterm.Terminal({ cols: 6, rows: 2, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  return screenRows(terminal);
}

const plain = { bold: false, dim: false, colour: undefined };

describe("screenRows", () => {
  it("reads each cell with its style", async () => {
    const [first, second] = await screenOf("a\u001b[1;31mb\u001b[22;33mc\u001b[2;36md\u001b[m\r\n\u001b[3Ce");
    expect(first?.slice(0, 4)).toEqual([
      { text: "a", columns: 1, style: plain },
      { text: "b", columns: 1, style: { bold: true, dim: false, colour: "red" } },
      { text: "c", columns: 1, style: { bold: false, dim: false, colour: "yellow" } },
      { text: "d", columns: 1, style: { bold: false, dim: true, colour: "cyan" } },
    ]);
    expect(second?.map(({ text }) => text)).toEqual(["", "", "", "e", "", ""]);
  });

  it("gives a wide character two places, and one with what combines with it one", async () => {
    const [row] = await screenOf("漢e\u0301");
    expect(row?.slice(0, 3).map(({ text, columns }) => [text, columns])).toEqual([
      ["漢", 2],
      ["", 0],
      ["e\u0301", 1],
    ]);
  });

  it("shows what is on the alternate screen, and the newest lines of the other", async () => {
    const first = async (bytes: string) => (await screenOf(bytes))[0]?.map(({ text }) => text).join("");
    expect(await first("a\u001b[?1049h\u001b[Hb")).toBe("b");
    expect(await first("1\r\n2\r\n3")).toBe("2");
  });

  it.each([
    ["a background", "\u001b[41mx"],
    ["inverse text", "\u001b[7mx"],
    ["underlined text", "\u001b[4mx"],
    ["a colour outside the palette", "\u001b[32mx"],
    ["one of 256 colours", "\u001b[38;5;200mx"],
    ["a colour by its parts", "\u001b[38;2;1;2;3mx"],
  ])("refuses %s", async (_, bytes) => {
    await expect(screenOf(bytes)).rejects.toThrow('"x"');
  });
});
