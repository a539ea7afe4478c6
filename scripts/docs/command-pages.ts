/** One page a verb for docs/commands, and the README's list, from oclif's manifest. */

export interface ManifestFlag {
  readonly name: string;
  readonly char?: string;
  readonly type: "boolean" | "option";
  readonly summary?: string;
  readonly description?: string;
  readonly helpValue?: string | readonly string[];
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly multiple?: boolean;
  readonly allowNo?: boolean;
  readonly required?: boolean;
  readonly hidden?: boolean;
  readonly helpGroup?: string;
}

interface ManifestArg {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
}

export interface ManifestCommand {
  readonly id: string;
  readonly summary?: string;
  readonly description?: string;
  readonly examples?: readonly (string | { readonly command: string; readonly description?: string })[];
  readonly args: Readonly<Record<string, ManifestArg>>;
  readonly flags: Readonly<Record<string, ManifestFlag>>;
  readonly strict?: boolean;
  readonly hidden?: boolean;
}

export interface Manifest {
  readonly commands: Readonly<Record<string, ManifestCommand>>;
  readonly version: string;
}

export function visibleCommands(manifest: Manifest): ManifestCommand[] {
  return Object.values(manifest.commands)
    .filter((command) => command.hidden !== true)
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** `mskctl sandbox start` as a user types it. */
function spoken(command: ManifestCommand): string {
  return `mskctl ${command.id.replaceAll(":", " ")}`;
}

export function usage(command: ManifestCommand): string {
  const args = Object.values(command.args).map(({ name, required, multiple }) => {
    const word = `${name.toUpperCase()}${multiple === true ? "…" : ""}`;
    return required === true ? word : `[${word}]`;
  });
  const rest = command.strict === false ? ["…"] : [];
  return [spoken(command), ...args, ...rest, "[FLAGS]"].join(" ");
}

/** `-y, --yes`, `--[no-]bisect`, `--auth TYPE[=URI]…` */
export function flagSyntax(flag: ManifestFlag): string {
  const long = flag.allowNo === true ? `--[no-]${flag.name}` : `--${flag.name}`;
  const value = flag.type === "boolean" ? "" : ` ${valueWord(flag)}${flag.multiple === true ? "…" : ""}`;
  return `${flag.char === undefined ? "" : `-${flag.char}, `}${long}${value}`;
}

function valueWord(flag: ManifestFlag): string {
  if (flag.options !== undefined) return flag.options.join("|");
  return [flag.helpValue ?? flag.name.toUpperCase()].flat().join("|");
}

export function examplesOf(command: ManifestCommand): { readonly command: string; readonly description?: string }[] {
  return (command.examples ?? [])
    .map((example) => (typeof example === "string" ? { command: example } : example))
    .map((example) => ({
      ...example,
      command: example.command.replaceAll("<%= config.bin %>", "mskctl").replaceAll("<%= command.id %>", command.id.replaceAll(":", " ")),
    }));
}

export function flagGroups(command: ManifestCommand): Map<string, ManifestFlag[]> {
  const groups = new Map<string, ManifestFlag[]>();
  for (const flag of Object.values(command.flags)) {
    if (flag.hidden === true) continue;
    const name = flag.helpGroup ?? "FLAGS";
    groups.set(name, [...(groups.get(name) ?? []), flag]);
  }
  const last = (name: string) => Number(name === "GLOBAL");
  return new Map([...groups].sort(([a], [b]) => last(a) - last(b)));
}

export function commandPages(manifest: Manifest): Map<string, string> {
  const pages = new Map<string, string>();
  for (const command of visibleCommands(manifest)) pages.set(`${command.id.replaceAll(":", "-")}.md`, page(command));
  return pages;
}

function page(command: ManifestCommand): string {
  const lines = [`# ${spoken(command)}`, "", command.summary ?? "", "", "```", usage(command), "```", ""];
  if (command.description !== undefined && command.description !== command.summary) lines.push(command.description.trim(), "");
  const args = Object.values(command.args).filter((arg) => arg.description !== undefined);
  if (args.length > 0) {
    lines.push("| argument | |", "| --- | --- |", ...args.map((arg) => `| \`${arg.name.toUpperCase()}\` | ${cell(arg.description)} |`), "");
  }
  for (const [group, flags] of flagGroups(command)) {
    lines.push(`| ${group.toLowerCase()} | |`, "| --- | --- |");
    lines.push(
      ...flags.map(
        (flag) => `| \`${flagSyntax(flag).replaceAll("|", "\\|")}\` | ${cell(flag.summary ?? flag.description)}${defaultOf(flag)} |`,
      ),
      "",
    );
  }
  const examples = examplesOf(command);
  if (examples.length > 0) {
    lines.push("## Examples", "");
    for (const { command: line, description } of examples)
      lines.push(...(description === undefined ? [] : [description, ""]), "```", `$ ${line}`, "```", "");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function defaultOf(flag: ManifestFlag): string {
  return flag.type === "option" && flag.default !== undefined ? ` Default: ${String(flag.default)}.` : "";
}

function cell(text: string | undefined): string {
  return (text ?? "").replaceAll("|", "\\|").replaceAll("\n", " ");
}

export function verbList(manifest: Manifest): string {
  const rows = visibleCommands(manifest).map(
    (command) => `| [\`${spoken(command)}\`](docs/commands/${command.id.replaceAll(":", "-")}.md) | ${cell(command.summary)} |`,
  );
  return ["| verb | |", "| --- | --- |", ...rows, ""].join("\n");
}
