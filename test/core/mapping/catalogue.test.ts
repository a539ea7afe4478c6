import { describe, expect, it } from "vitest";
import { explainLastResult, explainTransition } from "../../../src/core/mapping/catalogue.ts";

describe("a LastProcessingResult", () => {
  it.each([
    ["PROBLEM: Connection error. Please check your event source connection configuration.", /brokers cannot be reached/, /9098 IAM/],
    [
      "PROBLEM: Connection error. Your event source VPC must be able to connect to Lambda and STS, Secrets Manager (if event source authentication is required), and the OnFailure Destination (if one is configured).",
      /no NAT gateway/,
      /provisioned mode/,
    ],
    ["PROBLEM: Connection error. Your event source VPC must be able to connect to STS.", /no NAT gateway/, /endpoint policies/],
    ["PROBLEM: Connection error.", /cannot be made/, /security groups/],
    ["PROBLEM: Lambda failed to assume your function execution role.", /trust policy/, /sts:AssumeRole/],
    [
      "PROBLEM: Lambda failed to assume your function execution role. Please check if the role trust Lambda service principal, and make sure it does not require setting source identity to be assumed.",
      /source identity/,
      /source identity/,
    ],
    ["PROBLEM: Cluster failed to authorize Lambda.", /do not allow reading the topic/, /kafka-cluster:DescribeTopic/],
    ["PROBLEM: SASL authentication failed.", /Wrong user or password/, /kafka-cluster:Connect/],
    ["PROBLEM: Server failed to authenticate Lambda.", /do not accept the client certificate/, /whole chain/],
    ["PROBLEM: Lambda failed to authenticate server.", /does not trust the brokers' certificate/, /SERVER_ROOT_CA_CERTIFICATE/],
    ["PROBLEM: Provided certificate or private key is invalid.", /PBES2/, /PBES1/],
    ["PROBLEM: internal Lambda error. Please contact Lambda customer support.", /Lambda itself failed/, /AWS support/],
    ["PROBLEM: Lambda could not retrieve secret", /cannot read the secret/, /secretsmanager:GetSecretValue/],
    ["PROBLEM: Topic does not exist", /no such topic/, /Create the topic/],
    ["PROBLEM: Unknown topic or partition", /no such topic/, /kafka-cluster:DescribeTopic/],
    ["Error: throttled", /concurrency is used up/, /reserved concurrency/],
  ])("%s has a cause and a remedy", (text, cause, remedy) => {
    const explained = explainLastResult(text);
    expect(explained.kind).toBe("problem");
    expect(explained.text).toBe(text);
    expect(explained.cause).toMatch(cause);
    expect(explained.remedy).toMatch(remedy);
  });

  it("is found whatever its case and its prefix", () => {
    const plain = explainLastResult("PROBLEM: SASL authentication failed.");
    expect(explainLastResult("problem: sasl AUTHENTICATION failed. (b-2)").cause).toBe(plain.cause);
  });

  it("takes the longer of two texts that are both in it", () => {
    const both = explainLastResult("PROBLEM: Connection error. Your event source VPC must be able to connect to Lambda and STS.");
    expect(both.cause).not.toBe(explainLastResult("PROBLEM: Connection error.").cause);
  });

  it("of a failing function is told apart from problems of the source", () => {
    expect(explainLastResult("PROBLEM: Function call failed")).toMatchObject({
      kind: "function-error",
      cause: expect.stringContaining("error, or timed out"),
    });
  });

  it.each([
    ["OK", "ok"],
    ["ok", "ok"],
    ["No records processed", "idle"],
    ["PROBLEM: The moon is full.", "problem"],
    ["Something new about a broker", "unknown"],
    ["", "none"],
    [undefined, "none"],
  ])("%j is %s", (text, kind) => {
    expect(explainLastResult(text).kind).toBe(kind);
  });

  it("that nobody knows passes through without a made-up cause", () => {
    expect(explainLastResult("PROBLEM: The moon is full.")).toEqual({ kind: "problem", text: "PROBLEM: The moon is full." });
  });
});

describe("a StateTransitionReason", () => {
  it.each(["User action", "USER_INITIATED", "User initiated action: USER_INITIATED"])("%s is the user's doing", (text) => {
    expect(explainTransition(text).kind).toBe("user");
  });

  it.each([
    ["ESM_CONFIG_NOT_VALID", /configuration is not valid/],
    ["EVENT_SOURCE_AUTHN_ERROR", /cannot sign in/],
    ["EVENT_SOURCE_AUTHZ_ERROR", /may not read the topic/],
    ["FUNCTION_CONFIG_NOT_VALID", /function's configuration/],
  ])("%s is Lambda's doing and says how to go on", (text, cause) => {
    const explained = explainTransition(text);
    expect(explained).toMatchObject({
      kind: "lambda",
      text,
      cause: expect.stringMatching(cause),
      remedy: expect.stringContaining("resume"),
    });
  });

  it("that nobody knows passes through", () => {
    expect(explainTransition("COSMIC_RAYS")).toEqual({ kind: "unknown", text: "COSMIC_RAYS" });
    expect(explainTransition(undefined)).toEqual({ kind: "none", text: "" });
  });
});
