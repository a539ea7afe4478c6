import type { MappingConfig } from "./mapping-config.ts";
import { eventPollerUnits } from "./poller-limits.ts";

/** What a mapping in provisioned mode had running in a minute. */
interface PollerUse {
  readonly config: MappingConfig;
  readonly pollers: number;
  readonly bytesPerSecond: number;
}

/**
 * The event poller units of mappings, by UUID. Mappings of one poller group share theirs (Lambda Developer Guide, "Kafka
 * scaling modes"); that each one's metric then has its share by pollers is an assumption.
 */
export function pollerUnitsOf(uses: readonly PollerUse[]): Map<string, number> {
  const units = new Map<string, number>();
  const provisioned = uses.filter(({ config, pollers }) => config.provisioned !== undefined && pollers > 0);
  const groups = Map.groupBy(provisioned, ({ config }) => (config.provisioned?.group ? `group ${config.provisioned.group}` : config.uuid));
  for (const members of groups.values()) {
    const sumOf = (part: (use: PollerUse) => number): number => members.reduce((sum, use) => sum + part(use), 0);
    const total = eventPollerUnits(
      sumOf(({ config, pollers }) => Math.max(pollers, config.provisioned?.minimum ?? 0)),
      sumOf(({ bytesPerSecond }) => bytesPerSecond),
    );
    const pollers = sumOf((use) => use.pollers);
    for (const use of members) units.set(use.config.uuid, (total * use.pollers) / pollers);
  }
  return units;
}
