import { describe, expect, it } from "vitest";
import {
  addVersion,
  currentStage,
  findSecret,
  type SandboxSecret,
  secretArn,
  secretReader,
} from "../../../src/sandbox/secrets-manager/secret.ts";

const place = { accountId: "123456789012", region: "eu-central-1" };

function secretNamed(name: string): SandboxSecret {
  const common = { description: undefined, kmsKeyId: undefined, tags: new Map(), createdMs: 0, changedMs: 0 };
  return { ...common, arn: secretArn(place, name), name, versions: new Map(), deletionMs: undefined };
}

const text = (value: string) => ({ kind: "text", text: value }) as const;
const labels = ({ versions }: SandboxSecret) => [...versions].map(([id, { stages }]) => [id, ...stages]);

describe("the ARN of a secret", () => {
  it("ends with six characters that depend on account, Region and name alone", () => {
    expect(secretArn(place, "kafka/orders")).toMatch(
      /^arn:aws:secretsmanager:eu-central-1:123456789012:secret:kafka\/orders-[A-Za-z0-9]{6}$/,
    );
    expect(secretArn(place, "kafka/orders")).toBe(secretArn(place, "kafka/orders"));
    const suffixes = [secretArn(place, "a"), secretArn(place, "b"), secretArn({ ...place, accountId: "1" }, "a")].map((arn) =>
      arn.slice(-6),
    );
    expect(new Set(suffixes).size).toBe(3);
  });

  it("may end with characters of one's own", () => {
    expect(secretArn(place, "legacy", "AbCdEf")).toMatch(/:secret:legacy-AbCdEf$/);
  });
});

describe("versions", () => {
  it("hand the current label on, the one before becomes the previous, an older one has no label", () => {
    const secret = secretNamed("orders");
    for (const [at, id] of ["one", "two", "three"].entries()) addVersion(secret, id, text(id), [currentStage], at);
    expect(labels(secret)).toEqual([["one"], ["two", "AWSPREVIOUS"], ["three", "AWSCURRENT"]]);
    expect(secret.changedMs).toBe(2);
  });

  it("with labels of their own leave the current one where it is", () => {
    const secret = secretNamed("orders");
    addVersion(secret, "one", text("1"), [currentStage], 0);
    addVersion(secret, "two", text("2"), ["AWSPENDING"], 1);
    addVersion(secret, "three", text("3"), ["AWSPENDING"], 2);
    expect(labels(secret)).toEqual([["one", "AWSCURRENT"], ["two"], ["three", "AWSPENDING"]]);
  });

  it("without a label go, oldest first, beyond a hundred", () => {
    const secret = secretNamed("orders");
    for (let at = 0; at < 150; at++) addVersion(secret, `v${at}`, text(""), [currentStage], at);
    expect([secret.versions.size, [...secret.versions.keys()][0]]).toEqual([100, "v50"]);
  });
});

describe("a mapping's secret", () => {
  const secret = secretNamed("orders");
  const binary = secretNamed("binary");
  addVersion(secret, "one", text("hidden"), [currentStage], 0);
  addVersion(binary, "one", { kind: "binary", base64: "AA==" }, [currentStage], 0);
  const secrets = new Map([secret, binary, secretNamed("empty")].map((each) => [each.arn, each]));

  it("is found by ARN, by ARN without its last characters, and by name", () => {
    for (const id of [secret.arn, secret.arn.slice(0, -7), "orders"]) expect(findSecret(secrets, id)).toBe(secret);
    expect(findSecret(secrets, secret.arn.slice(0, -3))).toBeUndefined();
  });

  it("is read as text, unless it is missing, binary, empty or marked for deletion", async () => {
    expect(await secretReader(secrets).read(secret.arn)).toBe("hidden");
    const marked = { ...secret, deletionMs: 1 };
    const missing = ["binary", "empty", "gone"].map((name) => secretReader(secrets).read(secretArn(place, name)));
    for (const reading of [...missing, secretReader(new Map([[marked.arn, marked]])).read(marked.arn)]) {
      await expect(reading).rejects.toMatchObject({ code: "not-found", message: expect.stringMatching(/^there is no secret arn:/) });
    }
  });
});
