/** One man page for the whole program: oclif makes none. */
import {
  examplesOf,
  flagGroups,
  flagSyntax,
  type Manifest,
  type ManifestCommand,
  type ManifestFlag,
  usage,
  visibleCommands,
} from "./command-pages.ts";

export function manPage(manifest: Manifest): string {
  const commands = visibleCommands(manifest);
  const lines = [
    `.TH MSKCTL 1 "" "mskctl ${manifest.version}" "User Commands"`,
    ".SH NAME",
    "mskctl \\- operate AWS Lambda event source mappings on Apache Kafka",
    ".SH SYNOPSIS",
    ".B mskctl",
    ".I VERB",
    "[\\fIMAPPING\\fR...] [\\fIFLAGS\\fR]",
    ".SH DESCRIPTION",
    "A mapping is named by UUID, ARN, function, function/topic or topic:TOPIC. Data goes to standard output, everything else to standard error;",
    ".B \\-\\-json",
    "gives one document. A write shows its plan and asks.",
    ".SH VERBS",
    ...commands.flatMap(verb),
    ".SH GLOBAL FLAGS",
    ...globalFlags(commands).flatMap(flagEntry),
    ".SH EXIT STATUS",
    ...exitStatus.flatMap(([code, meaning]) => [".TP", `.B ${code}`, escaped(meaning)]),
    ".SH ENVIRONMENT",
    ...environment.flatMap(([name, meaning]) => [".TP", `.B ${escaped(name)}`, escaped(meaning)]),
  ];
  return `${lines.join("\n")}\n`;
}

const exitStatus = [
  ["0", "Done."],
  ["1", "A bug in mskctl."],
  ["2", "A gate says no, or the account differs."],
  ["3", "Done in part."],
  ["64", "Wrong usage, a file that does not parse, or an answer that was needed and not given."],
  ["69", "Not found, or ambiguous."],
  ["70", "AWS refuses, or the plan is out of date."],
  ["74", "A state file cannot be read or written."],
  ["75", "Throttled, unavailable or timed out: safe to try again."],
  ["77", "Credentials or permission."],
  ["130, 143", "Interrupted by a signal."],
] as const;

const environment = [
  ["AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL", "As for every AWS client; --profile, --region and --endpoint-url win."],
  ["NO_COLOR", "No colour when set."],
] as const;

function verb(command: ManifestCommand): string[] {
  const own = [...flagGroups(command)].filter(([group]) => group !== "GLOBAL").flatMap(([, flags]) => flags);
  return [
    `.SS "${escaped(usage(command)).replaceAll('"', "")}"`,
    escaped(command.summary ?? ""),
    ...own.flatMap(flagEntry),
    ...examplesOf(command).flatMap(({ command: line }) => [".PP", ".nf", escaped(`$ ${line}`), ".fi"]),
  ];
}

function globalFlags(commands: readonly ManifestCommand[]): readonly ManifestFlag[] {
  const first = commands[0];
  return first === undefined ? [] : (flagGroups(first).get("GLOBAL") ?? []);
}

function flagEntry(flag: ManifestFlag): string[] {
  return [".TP", `.B ${escaped(flagSyntax(flag))}`, escaped(flag.summary ?? flag.description ?? "")];
}

/** A line for roff: hyphens that stay hyphens, no accidental request at its start. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("\n", " ")
    .replace(/^([.'])/, "\\&$1");
}
