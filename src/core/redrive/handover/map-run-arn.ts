import { MskctlError } from "../../errors.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";

/** What the ARN of a Map Run says. */
export interface MapRunName {
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  /** `STATE_MACHINE/MAP_LABEL:ID`. */
  readonly name: string;
}

/** Of an ARN (API reference, DescribeMapRun). */
const longestArn = 2_000;

/** Reads the ARN of a Map Run. Throws `usage`, with what to type where it is the ARN of something near it. */
export function readMapRunArn(text: string): MapRunName {
  const [, region, accountId, kind, name] = /^arn:[\w-]+:states:([\w-]+):(\d{12}):(\w+):(\S+)$/.exec(text) ?? [];
  if (region === undefined || accountId === undefined || name === undefined || text.length > longestArn) throw noMapRun(text, []);
  if (kind === "mapRun") return { arn: text, region, accountId, name };
  throw noMapRun(text, wayOn(kind ?? "", name, text, region));
}

/** A command of the AWS CLI about an ARN. */
export function stepFunctionsCommand(verb: string, arnFlag: string, arn: string, region: string): string {
  return `aws stepfunctions ${verb} ${arnFlag} ${shellWord(arn)} --region ${region}`;
}

function wayOn(kind: string, name: string, arn: string, region: string): string[] {
  // A child execution is called STATE_MACHINE/MAP_LABEL:ID (Step Functions Developer Guide, Map Run).
  if (kind === "execution" && name.includes("/"))
    return [stepFunctionsCommand("describe-execution", "--execution-arn", arn, region), "and take its mapRunArn"];
  if (kind === "execution") return [stepFunctionsCommand("list-map-runs", "--execution-arn", arn, region)];
  if (kind === "stateMachine") return [stepFunctionsCommand("list-executions", "--state-machine-arn", arn, region)];
  return [];
}

function noMapRun(text: string, wayOn: readonly string[]): MskctlError {
  const [, kind] = /^arn:[^:]*:states:[^:]*:[^:]*:(execution|stateMachine):/.exec(text) ?? [];
  const is = kind === "execution" ? "an execution's" : kind === "stateMachine" ? "a state machine's" : undefined;
  const message = is === undefined ? `"${text}" is no ARN of a Map Run` : `this ARN is ${is}, not a Map Run's: ${text}`;
  return new MskctlError("usage", message, {
    suggestions:
      wayOn.length > 0
        ? wayOn
        : [
            "it looks so: arn:aws:states:REGION:ACCOUNT:mapRun:STATE_MACHINE/MAP:ID",
            "aws stepfunctions list-map-runs --execution-arn EXECUTION_ARN",
          ],
  });
}
