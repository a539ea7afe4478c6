import { shellWord } from "../core/mapping/setting-arguments.ts";

interface PlaceFlags {
  readonly profile?: string | undefined;
  readonly region?: readonly string[] | undefined;
  readonly "endpoint-url"?: string | undefined;
}

/** A command with the flags that chose account and Region, where it is a verb on mappings and does not name them itself. */
export function withPlace(command: string, { profile, region = [], "endpoint-url": endpoint }: PlaceFlags): string {
  if (!/^mskctl (?!sandbox )/.test(command) || command.endsWith(" --help")) return command;
  const chosen: [flag: string, value: string | undefined][] = [
    ["--profile", profile],
    ...region.map((each): [string, string] => ["--region", each]),
    ["--endpoint-url", endpoint],
  ];
  const words = chosen.flatMap(([flag, value]) => (value === undefined || command.includes(` ${flag} `) ? [] : [flag, shellWord(value)]));
  return [command, ...words].join(" ");
}

/** The same of a command of the AWS CLI, which names its Region itself. */
export function withPlaceOfAws(command: string, { profile, "endpoint-url": endpoint }: Omit<PlaceFlags, "region">): string {
  const words = [
    ["--profile", profile],
    ["--endpoint-url", endpoint],
  ].flatMap(([flag = "", value]) => (value === undefined ? [] : [flag, shellWord(value)]));
  return [command, ...words].join(" ");
}
