import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { textInput } from "../../../src/platform/disk/text-input.ts";
import { schemaInFile } from "../../../src/platform/schema/file-schema.ts";
import { errorOf } from "../../support/aws.ts";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const { read } = textInput({ stdin: () => process.stdin, signal: new AbortController().signal });

describe("a schema in a file", () => {
  it.each([
    ["order.avsc", "AVRO"],
    ["order.AVSC", "AVRO"],
    ["order.schema.json", "JSON"],
    ["order.proto", "PROTOBUF"],
  ])("%s is %s", async (name, format) => {
    const folder = folderWith({ [name]: 'syntax = "proto3";' });
    expect(await schemaInFile(join(folder, name), read)).toEqual({ format, text: 'syntax = "proto3";', references: [] });
  });

  it("comes with what it imports, from its folder or the ones above, and with what that imports", async () => {
    const folder = folderWith({
      "shop/v1/order.proto":
        'import "item.proto"; import "common/money.proto"; import "google/protobuf/timestamp.proto"; import "nowhere.proto";',
      "shop/v1/item.proto": 'import "common/money.proto";',
      "common/money.proto": 'import "shop/v1/order.proto";',
    });
    const { references } = await schemaInFile(join(folder, "shop/v1/order.proto"), read);
    expect(references.map(({ name }) => name).sort()).toEqual(["common/money.proto", "item.proto", "shop/v1/order.proto"]);
  });

  it("of an unknown ending is a question to the user", async () => {
    expect(await errorOf(schemaInFile("order.txt", read))).toMatchObject({
      code: "usage",
      message: "order.txt is no schema: its name should end in .avsc (Avro), .proto (Protobuf) or .json (JSON Schema)",
    });
  });

  it("that is not there is wrong usage", async () => {
    expect(await errorOf(schemaInFile("/nowhere/order.avsc", read))).toMatchObject({
      code: "usage",
      message: expect.stringContaining("/nowhere/order.avsc"),
    });
  });
});
