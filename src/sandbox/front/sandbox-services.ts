import { cloudWatchService } from "../cloudwatch/cloudwatch-service.ts";
import type { Fauxqs } from "../fauxqs.ts";
import { lambdaService } from "../lambda/lambda-service.ts";
import { routes as lambdaRoutes } from "../lambda/routes.ts";
import { mskService } from "../msk/msk-service.ts";
import { lazyService } from "../protocols/lazy-service.ts";
import { findRoute } from "../protocols/rest-service.ts";
import type { Service } from "../protocols/service.ts";
import { taggingService } from "../tagging/tagging-service.ts";
import { stsService } from "./sts-service.ts";

/** Every service but S3 by its signing name. */
export function sandboxServices({ sqs, sns }: Pick<Fauxqs, "sqs" | "sns">): ReadonlyMap<string, Service> {
  return new Map<string, Service>([
    ["lambda", { handle: lambdaService, operationOf: (request) => findRoute(lambdaRoutes, request)?.route.operation }],
    ["kafka", mskService],
    ["monitoring", cloudWatchService],
    ["tagging", taggingService],
    ["logs", lazyService(async () => (await import("../logs/logs-service.ts")).logsService)],
    ["glue", lazyService(async () => (await import("../glue/glue-service.ts")).glueService)],
    ["secretsmanager", lazyService(async () => (await import("../secrets-manager/secrets-manager-service.ts")).secretsManagerService)],
    ["pricing", lazyService(async () => (await import("../pricing/pricing-service.ts")).pricingService)],
    ["states", lazyService(async () => (await import("../states/states-service.ts")).statesService)],
    ["sqs", sqs],
    ["sns", sns],
    ["sts", stsService],
  ]);
}
