import { expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { learnSchemas } from "../../../../src/sandbox/runtime/registry/known-schemas.ts";
import { avroText, protobufText, sourceOf } from "./frames.ts";

it("tells what can be read by, what cannot, and what is not there", async () => {
  const broken = { ...protobufText, text: "message {" };
  const source = sourceOf(new Map([["1", avroText], ["2", broken], ["3", { ...avroText, format: "XML" }]])); // biome-ignore format: a table
  const learned = await learnSchemas(source, ["1", "2", "3", "4", "1"]);
  expect([...learned].map(([id, { kind }]) => `${id} ${kind}`).sort()).toEqual(["1 usable", "2 unusable", "3 unusable", "4 not-found"]);
  expect(learned.get("1")).toMatchObject({ dataFormat: "AVRO" });
  expect(source.asked.toSorted()).toEqual(["1", "2", "3", "4"]);
});

it("asks for eight schemas at a time", async () => {
  const waiting: (() => void)[] = [];
  let [asking, most] = [0, 0];
  const source = {
    framing: "confluent",
    async schema() {
      asking += 1;
      most = Math.max(most, asking);
      await new Promise<void>((resolve) => waiting.push(resolve));
      asking -= 1;
      return undefined;
    },
  } as const;
  const ids = Array.from({ length: 30 }, (_, id) => String(id));
  const learning = learnSchemas(source, ids);
  let ended = false;
  void learning.then(() => {
    ended = true;
  });
  while (!ended) {
    waiting.shift()?.();
    await Promise.resolve();
  }
  expect((await learning).size).toBe(30);
  expect(most).toBe(8);
});

it("throws what the registry throws", async () => {
  const down = new MskctlError("unavailable", "down");
  await expect(learnSchemas(sourceOf(new Map([["2", down]])), ["1", "2"])).rejects.toBe(down);
});
