import { isAbsolute, join } from "node:path";
import type { ClusterSetting } from "../../core/record/broker-access.ts";
import type { RegistrySetting } from "../../core/record/registry-access.ts";
import { clusterSettings } from "./cluster-settings.ts";
import { type ConfigDocument, ConfigSection } from "./config-section.ts";
import { registrySettings } from "./registry-settings.ts";

/** What a user sets once for all calls. A new section is a member here and a function that reads it. */
export interface Configuration {
  readonly registries: readonly RegistrySetting[];
  readonly clusters: readonly ClusterSetting[];
}

const nothing: Configuration = { registries: [], clusters: [] };
const sections = ["registries", "kafka"];

export interface ConfigFileOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
  /** Throws `usage` when the file cannot be read. */
  readonly readText: (path: string) => Promise<string>;
  readonly exists: (path: string) => Promise<boolean>;
  /** YAML with positions. Throws `malformed-file`. */
  readonly readDocuments: (text: string, fileName: string) => Promise<readonly ConfigDocumentSource[]>;
}

interface ConfigDocumentSource extends Pick<ConfigDocument, "positionOf"> {
  readonly value: unknown;
}

/** Where the file is looked for: `$XDG_CONFIG_HOME/mskctl/config.yaml`; `~/.config` for a base that is unset or relative (XDG Base Directory). */
export function configPath({ environment, home }: Pick<ConfigFileOptions, "environment" | "home">): string {
  const base = environment["XDG_CONFIG_HOME"] ?? "";
  return join(isAbsolute(base) ? base : join(home, ".config"), "mskctl", "config.yaml");
}

/** Reads the configuration; without a file nothing is set. Throws `malformed-file` with file, line and column. */
export async function readConfiguration(options: ConfigFileOptions): Promise<Configuration> {
  const file = configPath(options);
  const text = (await options.exists(file)) ? await options.readText(file) : "";
  // A file in which all is commented out is one that sets nothing.
  if (text.split("\n").every((line) => /^\s*(#.*)?$/.test(line))) return nothing;
  const [document, another] = await options.readDocuments(text, file);
  if (document === undefined) return nothing;
  const root = new ConfigSection({ file, home: options.home, positionOf: document.positionOf }, [], document.value, sections);
  if (another !== undefined) throw root.error("the configuration file should be one document");
  return { registries: registrySettings(root), clusters: clusterSettings(root) };
}
