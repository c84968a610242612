import type { Flow } from '../flow/flow.ts';
import type { WrittenFile } from './codeFile.ts';
import { shapesOfData } from './dtos.ts';
import { mainFile, moduleFile } from './files/appFiles.ts';
import { clientFile } from './files/clientFile.ts';
import { controllerFile } from './files/controllerFile.ts';
import { dtoFile, hasDtos } from './files/dtoFile.ts';
import { dockerFiles } from './files/dockerFiles.ts';
import { e2eFiles, type KnownAnswer } from './files/e2eFiles.ts';
import { healthFile } from './files/healthFile.ts';
import { kubernetesFiles } from './files/kubernetesFiles.ts';
import { libraryFiles } from './files/libraryFiles.ts';
import { readmeFile } from './files/readmeFile.ts';
import { registering, registrationsFile, registryModuleFile } from './files/registryFiles.ts';
import { serviceFile } from './files/serviceFile.ts';
import { workspaceFiles } from './files/workspaceFiles.ts';
import { planProject, type ProjectPlan, type ServicePlan } from './plan.ts';
import type { Shape } from './script/shape.ts';
import { shared } from './steps/stepWriter.ts';

/** Files of a project: path → text. Paths have forward slashes and stay below the project. */
export type ProjectFiles = Record<string, string>;

export interface ExportOptions {
  /** What drivers got on the canvas, by their ids: their tests will expect the same. */
  answers?: Readonly<Record<string, KnownAnswer>> | undefined;
}

/**
 * A whole flow as a NestJS 12 workspace that does what the canvas does: an application per service, one shared library.
 * Pure; any flow that can be parsed gives a project whose every file can be parsed.
 */
export function generateProject(flow: Flow, { answers = {} }: ExportOptions = {}): ProjectFiles {
  const plan = planProject(flow);
  const shapes = shapesOfData(flow, plan.pattern);
  const apps = plan.services.flatMap((service) => Object.entries(appFiles(plan, { service, shapes })));
  const written = [...apps, ...Object.entries(e2eFiles(plan, answers))];
  const used = new Set(written.flatMap(([, { imports }]) => imports.get(shared) ?? []));
  const library = libraryFiles({ plan, shapes, used: new Set([...used, 'HttpErrorFilter']) });
  return {
    ...workspaceFiles(plan),
    ...Object.fromEntries(written.map(([path, { text }]) => [path, text])),
    ...Object.fromEntries(Object.entries(library).map(([path, text]) => [`libs/shared/${path}`, text])),
    ...dockerFiles(plan),
    ...kubernetesFiles(plan),
    'README.md': readmeFile(plan),
    'patchbay.json': `${JSON.stringify(flow, null, 2)}\n`,
  };
}

/** The files of one service's application, by their paths in the project. */
export function appFiles(
  plan: ProjectPlan,
  { service, shapes }: { service: ServicePlan; shapes: ReadonlyMap<string, Shape> },
): Record<string, WrittenFile> {
  const source = `apps/${service.name}/src`;
  if (service.registry !== undefined) {
    return {
      [`${source}/main.ts`]: mainFile(service),
      [`${source}/${service.name}.module.ts`]: registryModuleFile(service),
      [`${source}/health.controller.ts`]: healthFile(service),
    };
  }
  const parts = { plan, service, shapes };
  return {
    [`${source}/main.ts`]: mainFile(service),
    [`${source}/${service.name}.module.ts`]: moduleFile(service),
    [`${source}/${service.name}.controller.ts`]: controllerFile(parts),
    [`${source}/${service.name}.service.ts`]: serviceFile(parts),
    ...(registering(service).length > 0 ? { [`${source}/registrations.ts`]: registrationsFile(service) } : {}),
    ...(hasDtos(service) ? { [`${source}/${service.name}.dto.ts`]: dtoFile(service) } : {}),
    ...Object.fromEntries(
      service.wires.map((wire) => [`${source}/clients/${wire.file}.client.ts`, clientFile(service, wire, plan)]),
    ),
    [`${source}/health.controller.ts`]: healthFile(service),
  };
}
