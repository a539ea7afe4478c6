import nock from "nock";
import { expect, it } from "vitest";
import { bootstrapBrokers } from "../../../src/platform/aws/bootstrap-brokers.ts";
import { errorOf, mockedAws, mskUrl, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const arn = "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/0f0e-1";
const path = `/v1/clusters/${encodeURIComponent(arn)}/bootstrap-brokers`;

it("are named as the SDKs spell the listeners, new ones too", async () => {
  nock(mskUrl).get(path).reply(200, {
    bootstrapBrokerStringSaslIam: "b-1:9098,b-2:9098",
    bootstrapBrokerStringInvented: "b-1:1",
    bootstrapBrokerStringTls: null,
  });
  expect(await bootstrapBrokers(mockedAws(), arn)).toEqual({
    BootstrapBrokerStringSaslIam: "b-1:9098,b-2:9098",
    BootstrapBrokerStringInvented: "b-1:1",
  });
});

it("that may not be read name the action", async () => {
  nock(mskUrl)
    .get(path)
    .reply(
      403,
      { message: "User is not authorized to perform: kafka:GetBootstrapBrokers" },
      { "x-amzn-errortype": "AccessDeniedException" },
    );
  expect(await errorOf(bootstrapBrokers(mockedAws(), arn))).toMatchObject({
    code: "not-permitted",
    details: { action: "kafka:GetBootstrapBrokers" },
  });
});
