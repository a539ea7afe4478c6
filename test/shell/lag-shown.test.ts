import { describe, expect, it } from "vitest";
import { readingAsShown } from "../../src/shell/lag-shown.ts";
import { sampleFleet, sampleReport } from "../support/sample-reports.ts";

describe("readingAsShown", () => {
  const here = (command: string, { UUID }: { readonly UUID: string }) => `${command} # ${UUID}`;

  it("sorts, and makes each remedy one for its mapping", async () => {
    const finding = { id: "MSK218", severity: "info", message: "m" } as const;
    const orders = sampleReport("orders", { lagRecords: 1, findings: [{ ...finding, fix: "mskctl resume orders" }, finding] });
    const payments = sampleReport("payments", { lagRecords: 2 });
    const reading = readingAsShown({ read: async () => ({ ...sampleFleet(), reports: [orders, payments] }) }, { sort: "lag", here });
    const { reports } = await reading.read();
    expect(reports.map(({ name }) => name)).toEqual(["payments", "orders"]);
    expect(reports[1]?.findings).toEqual([{ ...finding, fix: `mskctl resume orders # ${orders.mapping.UUID}` }, finding]);
  });

  it("passes on what is looked at, and the rest of the picture", async () => {
    const picture = sampleFleet();
    const looks: (ReadonlySet<string> | undefined)[] = [];
    const read = async (lookAt?: ReadonlySet<string>) => {
      looks.push(lookAt);
      return picture;
    };
    const lookAt = new Set(["a"]);
    expect(await readingAsShown({ read }, { sort: "name", here }).read(lookAt)).toMatchObject({ calls: 11, atMs: picture.atMs });
    expect(looks).toEqual([lookAt]);
  });
});
