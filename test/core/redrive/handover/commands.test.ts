import { describe, expect, it } from "vitest";
import { operatingCommands } from "../../../../src/core/redrive/handover/commands.ts";
import { sampleHandover, samplePlan } from "../../../support/states/export-plans.ts";

const states = "arn:aws:states:eu-central-1:123456789012";
const { id } = sampleHandover();
const area = `s3://shop-failed-records/mskctl/${id}/`;

describe("operatingCommands", () => {
  it("go from the upload to cleaning up, each ready to paste", () =>
    expect(operatingCommands(samplePlan()).flatMap(({ command }) => command.split("\n"))).toEqual([
      `aws s3 cp --region eu-central-1 --recursive upload/ ${area}`,
      `sam deploy --region eu-central-1 --template-file template.json --stack-name mskctl-redrive-shipments --s3-bucket shop-failed-records --s3-prefix mskctl/${id}/deploy --capabilities CAPABILITY_IAM`,
      `aws cloudformation package --region eu-central-1 --template-file template.json --s3-bucket shop-failed-records --s3-prefix mskctl/${id}/deploy --use-json --output-template-file packaged.json`,
      "aws cloudformation deploy --region eu-central-1 --template-file packaged.json --stack-name mskctl-redrive-shipments --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND",
      `aws stepfunctions start-execution --region eu-central-1 --state-machine-arn ${states}:stateMachine:mskctl-redrive-shipments --name ${id}`,
      `MAP_RUN_ARN=$(aws stepfunctions list-map-runs --region eu-central-1 --execution-arn ${states}:execution:mskctl-redrive-shipments:${id} --query 'mapRuns[0].mapRunArn' --output text)`,
      'mskctl redrive watch-map-run "$MAP_RUN_ARN" --region eu-central-1',
      'mskctl redrive watch-map-run "$MAP_RUN_ARN" --region eu-central-1 --max-concurrency 10',
      `aws stepfunctions stop-execution --region eu-central-1 --execution-arn ${states}:execution:mskctl-redrive-shipments:${id}`,
      `aws stepfunctions redrive-execution --region eu-central-1 --execution-arn ${states}:execution:mskctl-redrive-shipments:${id}`,
      `mskctl redrive import-ledger ${area} --region eu-central-1`,
      "aws cloudformation delete-stack --region eu-central-1 --stack-name mskctl-redrive-shipments",
      `aws s3 rm --region eu-central-1 --recursive ${area}`,
    ]));

  it("tell that what SUCCEEDED cannot be redriven, and what to do instead", () => {
    const redriving = operatingCommands(samplePlan()).find(({ command }) => command.includes("redrive-execution"));
    expect(redriving?.what).toMatch(/ended SUCCEEDED, .* cannot be redriven: import its ledger, and resume the run here/);
  });

  it("quote a prefix that a shell would read otherwise", () => {
    const handover = sampleHandover({ area: { bucket: "b", prefix: "it's $(here)/" } });
    const commands = operatingCommands(samplePlan({ handover })).map(({ command }) => command);
    expect(commands[0]).toBe(`aws s3 cp --region eu-central-1 --recursive upload/ 's3://b/it'\\''s $(here)/'`);
  });

  it("hold nothing that a terminal would act on", () => {
    const handover = sampleHandover({ area: { bucket: "b", prefix: "a\u001b[2J/" } });
    expect(JSON.stringify(operatingCommands(samplePlan({ handover })))).not.toContain("\\u001b");
  });

  it("never slow down to none", () =>
    expect(operatingCommands(samplePlan({ maxConcurrency: 1 })).some(({ command }) => command.endsWith("--max-concurrency 1"))).toBe(true));
});
