import { describe, expect, it } from "vitest";
import { type ErrorCode, MskctlError } from "../../../../src/core/errors.ts";
import { connectionError, exceptionClass, lastResultOf } from "../../../../src/sandbox/runtime/broker/last-result.ts";

const errorWith = (details: object, code: ErrorCode = "unavailable") => new MskctlError(code, "m", { details: { ...details } });
const kafka = (kafkaError: string) => errorWith({ kafkaError });

describe("the mapping's last result", () => {
  it.each([
    ["a topic that may not be read", kafka("TOPIC_AUTHORIZATION_FAILED"), "PROBLEM: Cluster failed to authorize Lambda."],
    ["a group that may not be joined", kafka("GROUP_AUTHORIZATION_FAILED"), "PROBLEM: Cluster failed to authorize Lambda."],
    ["a password that is not taken", kafka("SASL_AUTHENTICATION_FAILED"), "PROBLEM: SASL authentication failed."],
    ["a mechanism that is not known", kafka("UNSUPPORTED_SASL_MECHANISM"), "PROBLEM: SASL authentication failed."],
    ["credentials without an error of the protocol", errorWith({}, "credentials"), "PROBLEM: SASL authentication failed."],
    ["an unknown topic", kafka("UNKNOWN_TOPIC_OR_PARTITION"), connectionError],
    ["brokers that do not answer", errorWith({}), connectionError],
  ])("for %s", (_, error, result) => {
    expect(lastResultOf(error)).toBe(result);
  });
});

describe("the exception in the log", () => {
  it.each([
    [kafka("TOPIC_AUTHORIZATION_FAILED"), "org.apache.kafka.common.errors.TopicAuthorizationException"],
    [kafka("UNKNOWN_TOPIC_OR_PARTITION"), "org.apache.kafka.common.errors.UnknownTopicOrPartitionException"],
    [errorWith({}), "org.apache.kafka.common.errors.TimeoutException"],
    [errorWith({ registry: "http://127.0.0.1:8081" }), "SchemaRegistryError"],
  ])("of %o", (error, name) => {
    expect(exceptionClass(error)).toBe(name);
  });
});
