import type { FilterKind } from '../../flow/nestSettings.ts';
import { isHybrid } from '../../flow/hybrid.ts';
import type { CodeFile } from '../codeFile.ts';
import type { ServicePlan } from '../plan.ts';
import { shared } from '../steps/stepWriter.ts';

/** What an application sets up for all of its handlers. */

const filterClasses = {
  keepMessage: 'KeepMessageFilter',
  rpcException: 'RpcExceptionFilter',
  asIs: 'AsIsFilter',
} as const satisfies Record<FilterKind, string>;

/** `app.useGlobalFilters` and `app.useGlobalPipes`: to stand before `connectMicroservice`, which looks at them at once. */
export function writeGlobals(file: CodeFile, { service }: ServicePlan): void {
  if (service.filter !== undefined) {
    const filter = file.use(shared, filterClasses[service.filter]);
    file.line(`app.useGlobalFilters(new ${filter}(app.getHttpAdapter()));`);
  }
  if (service.validation === true) {
    file.line(`app.useGlobalPipes(new ${file.use('@nestjs/common', 'ValidationPipe')}());`);
  }
}

/**
 * Whether its microservices are connected with `inheritAppConfig`. One that is a mere microservice on the canvas has a
 * server for its health here, so it is hybrid, and has to inherit what is global.
 */
export function inheritsConfig({ service, listeners }: ServicePlan): boolean {
  if (listeners.length === 0) return false;
  if (isHybrid(service)) return service.inheritAppConfig === true;
  return service.filter !== undefined || service.validation === true;
}

/** The filter for HTTP must not reach microservices that inherit: then it stands at each route. */
export const filtersPerRoute = (plan: ServicePlan): boolean => plan.http.hasRoutes && inheritsConfig(plan);
