import type { TagIndex } from "../../core/mapping/ports.ts";
import type { AwsServices } from "./aws-services.ts";

const pageSize = 100;

/** Mappings by their tags, a page a call whatever their number. */
export function taggedMappings({ tagging }: Pick<AwsServices, "tagging">): TagIndex {
  return {
    async mappingsTagged(tags) {
      const arns = new Set<string>();
      let token: string | undefined;
      do {
        const page = await tagging.send("GetResources", {
          ResourceTypeFilters: ["lambda:event-source-mapping"],
          TagFilters: [...tags].map(([Key, value]) => (value === undefined ? { Key } : { Key, Values: [value] })),
          ResourcesPerPage: pageSize,
          PaginationToken: token,
        });
        for (const { ResourceARN } of page.ResourceTagMappingList ?? []) if (ResourceARN !== undefined) arns.add(ResourceARN);
        // The last page has an empty token.
        token = page.PaginationToken || undefined;
      } while (token !== undefined);
      return arns;
    },
  };
}
