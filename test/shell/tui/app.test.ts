import { render } from "ink-testing-library";
import { createElement as h } from "react";
import { describe, expect, it, vi } from "vitest";
import { App, type AppProps } from "../../../src/shell/tui/app.ts";

function app(fields: Partial<AppProps> = {}) {
  return h(App, {
    lines: ["one", "", "\u001b[31mthree\u001b[39m"],
    columns: 100,
    onKey: vi.fn(),
    onPaste: vi.fn(),
    onTerminal: vi.fn(),
    ...fields,
  });
}

describe("the app", () => {
  it("puts lines on the terminal as they are, empty ones too", () => {
    const { lastFrame, rerender, unmount } = render(app());
    expect(lastFrame()).toBe("one\n\n\u001b[31mthree\u001b[39m");
    rerender(app({ lines: ["four"] }));
    expect(lastFrame()).toBe("four");
    unmount();
  });

  it("names the keys, and keeps what is pasted apart", async () => {
    const [onKey, onPaste, onTerminal] = [vi.fn(), vi.fn(), vi.fn()];
    const { stdin, unmount } = render(app({ onKey, onPaste, onTerminal }));
    await vi.waitFor(() => expect(onTerminal).toHaveBeenCalled());
    for (const input of ["j", "\u001b[B", "\r", "\u0003", "\u001b[5~", "ab"]) stdin.write(input);
    expect(onKey.mock.calls.flat()).toEqual(["j", "down", "enter", "ctrl+c", "pageup", "a", "b"]);
    stdin.write("\u001b[200~py\u001b[201~");
    expect(onPaste).toHaveBeenCalledWith("py");
    unmount();
  });
});
