import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { offsetsUnavailable, withWayOn } from "../../../../src/core/mapping/offsets/unavailable.ts";
import { sampleMapping } from "../../../support/mappings.ts";

const msk = sampleMapping();
const own = { Topics: ["t"], SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b:9093"] } } };
const silent = (servers: readonly string[]) => new MskctlError("unavailable", "no answer", { details: { bootstrapServers: servers } });

describe("the way on from brokers that were not read", () => {
  it.each([
    [
      "MSK: its security group and the port",
      silent(["b-1:9098", "b-2:9098"]),
      msk,
      /VPC: let this machine in on port 9098 in the cluster's security group.* bootstrapServers under kafka/,
    ],
    ["self-managed: the ports", silent(["a:9093", "b:9096"]), own, /reach port 9093, 9096 of the brokers/],
    ["loopback: the sandbox", silent(["127.0.0.11:9096", "127.0.0.12:9096"]), own, /^embedded clusters of the sandbox have no brokers/],
    [
      "an IAM action",
      new MskctlError("not-permitted", "no", { details: { action: "secretsmanager:GetSecretValue" } }),
      msk,
      /^allow secretsmanager:GetSecretValue, or say how to sign in under kafka/,
    ],
    [
      "a right on the cluster",
      new MskctlError("not-permitted", "no", { suggestions: ["allow kafka-cluster:DescribeTopic"] }),
      msk,
      /^allow kafka-cluster:DescribeTopic$/,
    ],
    [
      "refused sign-in",
      new MskctlError("credentials", "no", { suggestions: ["check user name and password"], details: { bootstrapServers: ["b:1"] } }),
      msk,
      /^check user name/,
    ],
    ["throttled by AWS", new MskctlError("unavailable", "no", { suggestions: ["try again"] }), msk, /^try again$/],
  ])("%s", (_, error, mapping, next) => {
    expect(offsetsUnavailable(error, mapping)).toEqual({ code: error.code, message: error.message, next: expect.stringMatching(next) });
  });

  it("is left out where there is none", () => {
    expect(offsetsUnavailable(new MskctlError("refused", "no"), msk)).toEqual({ code: "refused", message: "no" });
  });
});

describe("a verb that is nothing without brokers", () => {
  it("ends with what was thrown, and the way on", async () => {
    const thrown = silent(["b-1:9098"]);
    await expect(withWayOn(msk, () => Promise.reject(thrown))).rejects.toMatchObject({
      code: "unavailable",
      message: "no answer",
      details: thrown.details,
      suggestions: [expect.stringContaining("port 9098 in the cluster's security group")],
    });
  });

  it("lets answers and bugs through as they are", async () => {
    expect(await withWayOn(msk, () => Promise.resolve(7))).toBe(7);
    const bug = new TypeError("bug");
    await expect(withWayOn(msk, () => Promise.reject(bug))).rejects.toBe(bug);
  });
});
