import { expect, it } from "vitest";
import { actionOf, keyIn } from "../../../src/platform/aws/iam-actions.ts";

const denial =
  "User: arn:aws:iam::1:user/eve is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:1:key/k-1 because";

it.each([
  ["s3", "HeadObject", "s3:GetObject"],
  ["s3", "DeleteObjects", "s3:DeleteObject"],
  ["sqs", "ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"],
  ["sqs", "ReceiveMessage", "sqs:ReceiveMessage"],
])("%s's %s needs %s where the denial does not say more", (service, operation, action) => {
  expect(actionOf({ name: "AccessDenied", message: "Access Denied" }, { service, operation })).toBe(action);
});

it("is the one that the denial names, or the key's where the error's name says so", () => {
  const call = { service: "sqs", operation: "ReceiveMessage" };
  expect(actionOf({ name: "AccessDenied", message: denial }, call)).toBe("kms:Decrypt");
  expect(actionOf({ name: "KMS.AccessDeniedException", message: "no" }, call)).toBe("kms:Decrypt");
});

it.each([
  [denial, "arn:aws:kms:us-east-1:1:key/k-1"],
  ['on resource: "arn:aws-cn:kms:cn-north-1:1:alias/shop", because', "arn:aws-cn:kms:cn-north-1:1:alias/shop"],
  ["on the resource associated with this ciphertext", undefined],
])("the key in %j is %j", (message, key) => {
  expect(keyIn(message)).toBe(key);
});
