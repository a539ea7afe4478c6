import { expect, it } from "vitest";
import { redriveVerifyDocument } from "../../../../src/shell/render/redrive/verification-document.ts";
import { checks, sampleVerification } from "../../../support/redrive/verifications.ts";
import { schemaErrors } from "../../../support/schema.ts";

it("holds to its schema, and says what does not hold", () => {
  const document = redriveVerifyDocument(sampleVerification(checks.balance, checks.target, checks.function));
  expect(schemaErrors("redrive-verify", document)).toEqual([]);
  expect(document).toMatchObject({
    schemaVersion: 1,
    holds: false,
    checks: [{ result: "holds" }, { mismatchCount: 3 }, { result: "not-checked" }],
  });
  expect(redriveVerifyDocument(sampleVerification(checks.balance)).holds).toBe(true);
});
