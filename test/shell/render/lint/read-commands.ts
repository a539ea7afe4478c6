/** A workflow command as GitHub's runner reads it from a line of output. */
export interface ReadCommand {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly data: string;
}

/** The reading side of the protocol (actions/runner, ActionCommand.TryParseV2): undefined when the line is no command. */
export function readCommand(line: string): ReadCommand | undefined {
  const trimmed = line.trimStart();
  const end = trimmed.indexOf("::", 2);
  if (!trimmed.startsWith("::") || end === -1) return undefined;
  const info = trimmed.slice(2, end);
  const space = info.indexOf(" ");
  const pairs = (space === -1 ? "" : info.slice(space + 1).trim()).split(",").filter((pair) => pair !== "");
  const properties = pairs.map((pair) => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), undone(pair.slice(equals + 1), ["%3A", ":"], ["%2C", ","])] as const;
  });
  return { name: space === -1 ? info : info.slice(0, space), properties: new Map(properties), data: undone(trimmed.slice(end + 2)) };
}

function undone(text: string, ...more: readonly (readonly [written: string, character: string])[]): string {
  const pairs = [["%0D", "\r"], ["%0A", "\n"], ...more, ["%25", "%"]] as const;
  return pairs.reduce((result, [written, character]) => result.replaceAll(written, character), text);
}
