import nock from "nock";
import { expect, it } from "vitest";
import { secretTexts } from "../../../src/platform/aws/secrets.ts";
import { errorOf, exactly, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry-AbCdEf";
const hidden = '{"username":"eve","password":"hunter2"}';

function answer(status: number, body: object) {
  return nock("https://secretsmanager.eu-central-1.amazonaws.com", { reqheaders: { "x-amz-target": "secretsmanager.GetSecretValue" } })
    .post("/", exactly({ SecretId: arn }))
    .reply(status, body, { "content-type": "application/x-amz-json-1.1" });
}

it("a secret is its text, and no debug line has it", async () => {
  answer(200, { ARN: arn, SecretString: hidden });
  const aws = mockedAws();
  expect(await secretTexts(aws).read(arn)).toBe(hidden);
  expect(aws.debugLines).toHaveLength(1);
  expect(aws.debugLines.join()).not.toContain("hunter2");
});

it("a binary secret is refused", async () => {
  answer(200, { ARN: arn, SecretBinary: Buffer.from(hidden).toString("base64") });
  expect(await errorOf(secretTexts(mockedAws()).read(arn))).toMatchObject({
    code: "refused",
    message: `secret ${arn} is binary; Lambda's secrets are JSON text`,
  });
});

it("a denial names the action and the secret", async () => {
  answer(400, { __type: "AccessDeniedException", Message: "Access to KMS is not allowed" });
  expect(await errorOf(secretTexts(mockedAws()).read(arn))).toMatchObject({
    code: "not-permitted",
    details: { action: "secretsmanager:GetSecretValue" },
  });
});

it("a secret that does not exist is named", async () => {
  answer(400, { __type: "ResourceNotFoundException", Message: "Secrets Manager can't find the specified secret." });
  expect(await errorOf(secretTexts(mockedAws()).read(arn))).toMatchObject({
    code: "not-found",
    message: expect.stringContaining(`secret ${arn}`),
  });
});

it("an answer that cannot be read is not quoted", async () => {
  nock("https://secretsmanager.eu-central-1.amazonaws.com")
    .post("/")
    .reply(200, `{"SecretString": ${hidden}`, { "content-type": "application/x-amz-json-1.1" });
  const error = await errorOf(secretTexts(mockedAws()).read(arn));
  expect(error.code).toBe("refused");
  expect(JSON.stringify([error.message, error.details, error.suggestions])).not.toContain("hunter2");
});
