import { shellWord } from "../../mapping/setting-arguments.ts";
import { safeText } from "../../record/safe-text.ts";
import type { ExportPlan } from "./export-plan.ts";
import { stackNames } from "./stack-names.ts";

/** Something to do with an export, and how. */
export interface OperatingCommand {
  /** A sentence. */
  readonly what: string;
  /** For a POSIX shell; several lines where they belong together. */
  readonly command: string;
}

/** What to type, in the order in which it is needed; in the folder of the export. */
export function operatingCommands(plan: ExportPlan): readonly OperatingCommand[] {
  return [...deployment(plan), ...operation(plan), ...accounting(plan)];
}

/** `RAW`: as the shell expands it. */
const mapRunArn = { raw: '"$MAP_RUN_ARN"' } as const;

type Word = string | { readonly raw: string };

function line(...words: readonly Word[]): string {
  return words.map((word) => (typeof word === "string" ? shellWord(safeText(word)) : word.raw)).join(" ");
}

function areaUrl({ handover: { area } }: ExportPlan): string {
  return `s3://${area.bucket}/${area.prefix}`;
}

function deployment(plan: ExportPlan): OperatingCommand[] {
  const { area, place } = plan.handover;
  const region = ["--region", place.region];
  const stack = ["--stack-name", plan.stackName];
  const codePlace = ["--s3-bucket", area.bucket, "--s3-prefix", `${area.prefix}deploy`];
  return [
    {
      what: "Copy what the worker and the Map read into the area.",
      command: line("aws", "s3", "cp", ...region, "--recursive", "upload/", areaUrl(plan)),
    },
    {
      what: "Deploy the worker, the state machine and their roles, with the SAM CLI.",
      command: line(
        "sam",
        "deploy",
        ...region,
        "--template-file",
        "template.json",
        ...stack,
        ...codePlace,
        "--capabilities",
        "CAPABILITY_IAM",
      ),
    },
    {
      what: "Or without it.",
      command: [
        line(
          ...["aws", "cloudformation", "package", ...region, "--template-file", "template.json", ...codePlace, "--use-json"],
          ...["--output-template-file", "packaged.json"],
        ),
        line(
          ...["aws", "cloudformation", "deploy", ...region, "--template-file", "packaged.json", ...stack],
          ...["--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        ),
      ].join("\n"),
    },
  ];
}

function operation(plan: ExportPlan): OperatingCommand[] {
  const { id, place } = plan.handover;
  const { machineArn, executionArn } = stackNames(plan);
  const states = (verb: string, ...rest: readonly Word[]) => line("aws", "stepfunctions", verb, "--region", place.region, ...rest);
  const watch = (...rest: readonly Word[]) => line("mskctl", "redrive", "watch-map-run", mapRunArn, "--region", place.region, ...rest);
  const mapRuns = states("list-map-runs", "--execution-arn", executionArn, "--query", "mapRuns[0].mapRunArn", "--output", "text");
  return [
    {
      what: "Start. From here on records are sent; a second start by this name is refused.",
      command: states("start-execution", "--state-machine-arn", machineArn, "--name", id),
    },
    { what: "Find its Map Run, which is there after some seconds.", command: `MAP_RUN_ARN=$(${mapRuns})` },
    { what: "Watch it.", command: watch() },
    {
      what: "Slow it down, or speed it up, while it runs.",
      command: watch("--max-concurrency", String(Math.max(1, Math.floor(plan.maxConcurrency / 2)))),
    },
    {
      what: "Abort it. Turns that have begun end by themselves; what they have done is in the ledger.",
      command: states("stop-execution", "--execution-arn", executionArn),
    },
    {
      what: "Redrive it after it has failed or was aborted, within 14 days: only children that did not succeed run again, and what the ledger has is not sent again. One that ended SUCCEEDED, its failed children within what is tolerated, cannot be redriven: import its ledger, and resume the run here.",
      command: states("redrive-execution", "--execution-arn", executionArn),
    },
  ];
}

function accounting(plan: ExportPlan): OperatingCommand[] {
  const { place } = plan.handover;
  const region = ["--region", place.region];
  return [
    {
      what: "Make a run of its ledger here, for status, report, verify, retry-parked and resume.",
      command: line("mskctl", "redrive", "import-ledger", areaUrl(plan), ...region),
    },
    {
      what: "Clean up: the stack.",
      command: line("aws", "cloudformation", "delete-stack", ...region, "--stack-name", plan.stackName),
    },
    {
      what: "Clean up: the area, with the only account of what was done. After the import, and when nothing is to be redriven any more.",
      command: line("aws", "s3", "rm", ...region, "--recursive", areaUrl(plan)),
    },
  ];
}
