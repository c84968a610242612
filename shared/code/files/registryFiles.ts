import { CodeFile, type WrittenFile } from '../codeFile.ts';
import { quoted } from '../naming.ts';
import type { ListenerPlan, ServicePlan, WireTargetPlan } from '../plan.ts';
import type { RegistryPlan } from '../registryPlan.ts';
import { shared } from '../steps/stepWriter.ts';
import { hostText, portText } from '../transports/transportCode.ts';
import { serviceClient } from './serviceClient.ts';
import { withImports } from './withImports.ts';

/** Where a registry is, as the value of a field. */
const registryAddress = ({ hostEnv, portEnv, port }: RegistryPlan): string[] => [
  'registry: {',
  `  host: ${hostText({ hostEnv, host: '127.0.0.1', portEnv, port })},`,
  `  port: ${portText({ portEnv, port })},`,
  '},',
];

/** `discovery.module.ts`: the application of a registry. */
export function registryModuleFile({ name: _name, className, registry }: ServicePlan): WrittenFile {
  const file = new CodeFile();
  const { heartbeatMs = 1000, timeoutMs = 3000 } = registry?.registry ?? {};
  file.mark('module', () => {
    file.line(`@${file.use('@nestjs/common', 'Module')}({`);
    file.indented(() => {
      file.line(`imports: [${file.use('@nestjs/terminus', 'TerminusModule')}],`);
      const controllers = [
        file.use(shared, 'RegistryController'),
        file.use('./health.controller.js', 'HealthController'),
      ];
      file.line(`controllers: [${controllers.join(', ')}],`);
      file.line('providers: [');
      file.indented(() => {
        file.line(
          `{ provide: 'REGISTRY_SETTINGS', useValue: { heartbeatMs: ${heartbeatMs}, timeoutMs: ${timeoutMs} } },`,
        );
      });
      file.line('],');
    });
    file.line('})');
    file.line(`export class ${className}Module {}`);
  });
  return file.end();
}

/** Its listeners whose replicas register somewhere. */
export const registering = ({ listeners }: ServicePlan): (ListenerPlan & { via: 'port'; registry: RegistryPlan })[] =>
  listeners.flatMap((one) =>
    one.via === 'port' && one.registry !== undefined ? [{ ...one, registry: one.registry }] : [],
  );

/** `registrations.ts`: where the replicas of a service say that they live. */
export function registrationsFile(service: ServicePlan): WrittenFile {
  const file = new CodeFile();
  file.mark('registrations', () => {
    file.line('/** Each replica says at its registry that it lives, as long as it does. */');
    file.line(`export const registrations: ${file.useType('@nestjs/common', 'Provider')}[] = [`);
    file.indented(() => {
      for (const { listener, registry, portEnv, port } of registering(service)) {
        file.line('{');
        file.indented(() => {
          file.line(`provide: ${quoted(`${portEnv} registration`)},`);
          file.line('useFactory: () =>');
          file.indented(() => {
            file.line(`new ${file.use(shared, 'Registration')}({`);
            file.indented(() => {
              for (const line of registryAddress(registry)) file.line(line);
              file.line(`service: ${quoted(service.name)},`);
              file.line(`listener: ${quoted(listener.transport)},`);
              file.line(`port: ${portText({ portEnv, port })},`);
            });
            file.line('}),');
          });
        });
        file.line('},');
      }
    });
    file.line('];');
  });
  return file.end();
}

type BalancedTarget = Extract<WireTargetPlan, { kind: 'service' }> & { registry: RegistryPlan };

export const isBalanced = (target: WireTargetPlan): target is BalancedTarget =>
  target.kind === 'service' && target.registry !== undefined;

/** The options of a client that asks a registry whom to call. */
export function balancedOptions(file: CodeFile, { registry, name, grpc, tls, ...address }: BalancedTarget): string {
  const at = { ...address, host: '127.0.0.1' };
  // The address of each instance is what the registry says.
  const client = withImports(file, serviceClient({ grpc, tls }, at))
    .replace(`host: ${hostText(at)},`, 'host,')
    .replace(`port: ${portText(at)},`, 'port,')
    .replace(hostText(at), 'host')
    .replace(portText(at), 'port');
  return [
    '{',
    `  customClass: ${file.use(shared, 'BalancedClient')},`,
    '  options: {',
    ...registryAddress(registry).map((line) => `    ${line}`),
    `    service: ${quoted(name)},`,
    `    listener: ${quoted(grpc === undefined ? 'tcp' : 'grpc')},`,
    `    client: (host: string, port: number): ${file.useType('@nestjs/microservices', 'ClientOptions')} => (${client.replaceAll('\n', '\n    ')}),`,
    '  },',
    '}',
  ].join('\n');
}
