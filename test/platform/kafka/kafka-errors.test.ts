import * as kafka from "@platformatic/kafka";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../src/core/errors.ts";
import { explainKafka } from "../../../src/platform/kafka/kafka-errors.ts";
import { loadKafka } from "../../../src/platform/kafka/library.ts";
import { protocolRows } from "../../../src/platform/kafka/protocol-errors.ts";
import { exitCodeOf } from "../../../src/shell/exit-codes.ts";

const call = { does: "read topic orders", bootstrapServers: ["b-1:9094"], topic: "orders", groupId: "shop" };

function verdict(thrown: unknown) {
  const found = explainKafka(thrown, call);
  if (found === undefined) throw new Error("not understood");
  return found;
}

describe("what brokers answer", () => {
  it("is in the table, all that the library knows and nothing else", () => {
    const known = Object.keys(kafka.protocolErrors).filter((name) => name !== "NONE");
    expect([...protocolRows.keys()].sort()).toEqual(known.sort());
  });

  it("may help to be asked again where Kafka says so", () => {
    const kafkas = Object.values(kafka.protocolErrors).filter(({ canRetry, id }) => canRetry && id !== "NONE");
    expect(kafkas.filter(({ id }) => protocolRows.get(id)?.repeat !== true).map(({ id }) => id)).toEqual([]);
  });

  it.each<[name: string, code: ErrorCode, exit: number, repeat: boolean]>([
    ["TOPIC_AUTHORIZATION_FAILED", "not-permitted", 77, false],
    ["GROUP_AUTHORIZATION_FAILED", "not-permitted", 77, false],
    ["SASL_AUTHENTICATION_FAILED", "credentials", 77, false],
    ["UNKNOWN_TOPIC_OR_PARTITION", "not-found", 69, true],
    ["GROUP_ID_NOT_FOUND", "not-found", 69, false],
    ["NOT_LEADER_OR_FOLLOWER", "unavailable", 75, true],
    ["THROTTLING_QUOTA_EXCEEDED", "throttled", 75, true],
    ["MESSAGE_TOO_LARGE", "refused", 70, false],
    ["UNKNOWN_MEMBER_ID", "refused", 70, false],
  ])("%s is %s, exit %i", (name, code, exit, repeat) => {
    const { error, ...rest } = verdict(new kafka.ProtocolError(name));
    expect(error.code).toBe(code);
    expect(exitCodeOf(error)).toBe(exit);
    expect(rest).toEqual({ repeat, protocolName: name });
    expect(error.details).toEqual({ bootstrapServers: ["b-1:9094"], kafkaError: name });
  });

  it("names the action and the ACL that are missing", () => {
    const { error } = verdict(new kafka.ProtocolError("TOPIC_AUTHORIZATION_FAILED", "said the broker"));
    expect(error.message).toBe("cannot read topic orders: no permission for topic orders (said the broker)");
    expect(error.suggestions.join()).toMatch(/kafka-cluster:ReadData .* topic orders, or the ACLs Describe and Read/);
  });

  it("passes through when it is new", async () => {
    const { ProtocolError } = await loadKafka();
    expect(verdict(new ProtocolError(999)).error).toMatchObject({
      code: "refused",
      message: "cannot read topic orders: the broker answers ERROR_999",
    });
  });

  it("is found inside the errors that hold it", () => {
    const inner = new kafka.MultipleErrors("inner", [new kafka.ProtocolError("NOT_COORDINATOR")]);
    expect(verdict(new kafka.MultipleErrors("outer", [inner])).protocolName).toBe("NOT_COORDINATOR");
  });
});

it("of a batch is the batch's own word: the library calls what is wrong with a record an unknown error", () => {
  const said = new kafka.MultipleErrors("outer", [
    new kafka.ProtocolError("UNKNOWN_SERVER_ERROR", "no key"),
    new kafka.ProtocolError("INVALID_RECORD"),
  ]);
  expect(verdict(said)).toMatchObject({ protocolName: "INVALID_RECORD", repeat: false, error: { code: "refused" } });
  expect(verdict(said).error.message).toContain("(no key)");
  expect(verdict(new kafka.ProtocolError("UNKNOWN_SERVER_ERROR")).error.code).toBe("unavailable");
});

describe("what TLS and the network say", () => {
  const failed = (code: string, message = "failed") =>
    new kafka.NetworkError("Connection to b-1:9094 failed.", { cause: Object.assign(new Error(message), { code }) });

  it.each<[what: string, thrown: Error, code: ErrorCode, repeat: boolean, says: string]>([
    ["nobody listens", failed("ECONNREFUSED"), "unavailable", true, "b-1:9094 does not answer (ECONNREFUSED)"],
    ["an unknown name", failed("ENOTFOUND"), "unavailable", true, "the name of b-1:9094 cannot be resolved"],
    [
      "a request that took too long",
      new kafka.TimeoutError("Request timed out"),
      "unavailable",
      true,
      "does not answer (Request timed out)",
    ],
    [
      "a connection that was closed",
      new kafka.MultipleErrors("Listing failed.", [new kafka.NetworkError("Connection closed")]),
      "unavailable",
      true,
      "b-1:9094 does not answer",
    ],
    ["a private authority", failed("SELF_SIGNED_CERT_IN_CHAIN"), "refused", false, "signed by nobody that is trusted here"],
    ["another host's certificate", failed("ERR_TLS_CERT_ALTNAME_INVALID"), "refused", false, "is for another host name"],
    [
      "a certificate wanted",
      failed("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"),
      "credentials",
      false,
      "does not accept the client certificate",
    ],
    ["TLS wanted", new kafka.UserError("Broker requires TLS."), "refused", false, "wants TLS"],
    ["a key that is none", Object.assign(new Error("x"), { code: "ERR_OSSL_UNSUPPORTED" }), "refused", false, "cannot be used"],
    [
      "a wrong password",
      new kafka.AuthenticationError("SASL authentication failed."),
      "credentials",
      false,
      "does not accept the credentials",
    ],
    ["a closed client", new kafka.NetworkError("Client is closed."), "interrupted", false, "was closed"],
    ["anything else", new kafka.UserError("Odd."), "refused", false, "cannot read topic orders: Odd."],
  ])("%s", (_, thrown, code, repeat, says) => {
    const { error, repeat: repeats } = verdict(thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) });
    expect(repeats).toBe(repeat);
  });

  it("is told from a bug", () => {
    expect(explainKafka(new TypeError("x is not a function"), call)).toBeUndefined();
    expect(explainKafka(Object.assign(new TypeError("x"), { code: "ERR_INVALID_ARG_TYPE" }), call)).toBeUndefined();
  });
});
