import { expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { iamToken } from "../../../src/platform/kafka/iam-token.ts";

const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "hunter2", sessionToken: "session" };

it("is a signed request for kafka-cluster:Connect, in URL-safe base64", async () => {
  const token = await iamToken("eu-central-1", async () => credentials);
  expect(token).toMatch(/^[\w-]+$/);
  const url = new URL(Buffer.from(token, "base64url").toString("utf8"));
  expect(url.host).toBe("kafka.eu-central-1.amazonaws.com");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    Action: "kafka-cluster:Connect",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": expect.stringMatching(/^AKIAEXAMPLE\/\d{8}\/eu-central-1\/kafka-cluster\/aws4_request$/),
    "X-Amz-Expires": "900",
    "X-Amz-Security-Token": "session",
    "X-Amz-Signature": expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(url.href).not.toContain("hunter2");
});

it("without credentials says how to get some", async () => {
  const none = async () => Promise.reject(new Error("no providers"));
  await expect(iamToken("eu-central-1", none)).rejects.toMatchObject({
    code: "credentials",
    suggestions: [expect.stringContaining("aws sso login")],
  });
  const ours = new MskctlError("interrupted", "interrupted");
  await expect(iamToken("eu-central-1", () => Promise.reject(ours))).rejects.toBe(ours);
});
