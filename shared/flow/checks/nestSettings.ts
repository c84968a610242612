import type { Problem } from '../../problem.ts';
import type { Flow, Service } from '../flow.ts';
import { globalsReachMessages, hearsMessages, isHybrid } from '../hybrid.ts';
import { warning } from './finding.ts';
import { triggerText } from './services.ts';

/** Settings of an application that mean nothing where they stand. */
export function checkNestSettings(flow: Flow): Problem[] {
  return Object.entries(flow.services).flatMap(([id, service]) => [
    ...checkService(`services.${id}`, service),
    ...checkExpects(`services.${id}`, service),
  ]);
}

function checkService(at: string, service: Service): Problem[] {
  const found: Problem[] = [];
  if (service.inheritAppConfig === true && !isHybrid(service)) {
    const message = `"${service.name}" is no hybrid application, so it has nothing to inherit. Give it a second listener, or switch this off.`;
    found.push(warning('noEffect', message, `${at}.inheritAppConfig`));
  }
  if (service.filter !== undefined && !hearsMessages(service)) {
    const message = `The filter of "${service.name}" is for messages, and none can reach it. Add a listener such as tcp, or choose no filter.`;
    found.push(warning('noEffect', message, `${at}.filter`));
  }
  return found;
}

function checkExpects(at: string, service: Service): Problem[] {
  return Object.entries(service.handlers).flatMap(([id, { on, expects }]) => {
    if (expects === undefined) return [];
    const cure = cureFor(service, 'http' in on);
    if (cure === undefined) return [];
    const message = `Nothing checks what ${triggerText(on)} of "${service.name}" expects. ${cure}`;
    return [warning('noEffect', message, `${at}.handlers.${id}.expects`)];
  });
}

function cureFor(service: Service, isHttp: boolean): string | undefined {
  if (service.validation !== true) return 'Switch on the validation pipe of the service.';
  if (isHttp || globalsReachMessages(service) || !hearsMessages(service)) return undefined;
  return 'Its pipe reaches HTTP only: switch on inheritAppConfig.';
}
