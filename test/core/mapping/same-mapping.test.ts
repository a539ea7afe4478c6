import { expect, it } from "vitest";
import { isSameMapping } from "../../../src/core/mapping/same-mapping.ts";
import { mskMapping, mskSettings, selfManagedMapping, selfManagedSettings } from "./samples.ts";

const servers = (...list: string[]) => ({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: list } } });

it("is the same with function, topic and cluster in common, whatever else differs", () => {
  expect(isSameMapping(mskSettings, mskMapping({ BatchSize: 5, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } }))).toBe(
    true,
  );
});

it("is the same with one bootstrap server in common", () => {
  expect(isSameMapping({ ...selfManagedSettings, ...servers("b-2.example.com:9096", "b-9.example.com:9096") }, selfManagedMapping())).toBe(
    true,
  );
});

it.each([
  ["function", mskMapping({ FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" })],
  ["topic", mskMapping({ Topics: ["other"] })],
  ["cluster", mskMapping({ EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/other/1" })],
])("is another one with another %s", (_, mapping) => expect(isSameMapping(mskSettings, mapping)).toBe(false));

it("is another one without a bootstrap server in common", () => {
  expect(isSameMapping({ ...selfManagedSettings, ...servers("c-1.example.com:9096") }, selfManagedMapping())).toBe(false);
});
