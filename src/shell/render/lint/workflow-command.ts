import { safeText } from "../../../core/record/safe-text.ts";

/** A line that GitHub's runner reads from a step's output and shows beside the code. */
export interface WorkflowCommand {
  readonly name: "error" | "warning" | "notice";
  readonly properties: readonly (readonly [name: string, value: string | number])[];
  /** May have several lines. */
  readonly message: string;
}

/** `::error file=template.yaml,line=41,title=MSK104::message` */
export function workflowCommand({ name, properties, message }: WorkflowCommand): string {
  const parameters = properties.map(([key, value]) => `${key}=${escapedProperty(visible(String(value)))}`).join(",");
  return `::${name}${parameters === "" ? "" : ` ${parameters}`}::${escapedData(visible(message))}`;
}

// The runner undoes these, and `%25` last (actions/runner, ActionCommand.cs; actions/toolkit, command.ts).
function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** Logs are read in terminals, too. */
function visible(text: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => safeText(line))
    .join("\n");
}
