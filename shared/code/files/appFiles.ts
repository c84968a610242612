import { CodeFile, type WrittenFile } from '../codeFile.ts';
import type { ListenerPlan, ServicePlan } from '../plan.ts';
import { shared } from '../steps/stepWriter.ts';
import { brokerImage, transportCode } from '../transports/index.ts';
import { portText } from '../transports/transportCode.ts';
import { filtersPerRoute, inheritsConfig, writeGlobals } from './globals.ts';
import { registering } from './registryFiles.ts';
import { withImports } from './withImports.ts';
import { usesStore } from './serviceFile.ts';

/** `orders.module.ts`: what belongs together. */
export function moduleFile(service: ServicePlan): WrittenFile {
  const file = new CodeFile();
  const { className, name } = service;
  const clients = service.wires.filter(({ target }) => target.kind !== 'none');
  const options = clients.map(({ file: path, property }) =>
    file.use(`./clients/${path}.client.js`, `${property}Options`),
  );
  const providers = [
    file.use(`./${name}.service.js`, `${className}Service`),
    ...(usesStore(service) ? [file.use(shared, 'Store')] : []),
    ...service.wires.map((wire) => file.use(`./clients/${wire.file}.client.js`, wire.className)),
    ...(registering(service).length > 0 ? [`...${file.use('./registrations.js', 'registrations')}`] : []),
  ];
  const controllers = [
    file.use(`./${name}.controller.js`, `${className}Controller`),
    file.use('./health.controller.js', 'HealthController'),
  ];
  file.mark('module', () => {
    file.line(`@${file.use('@nestjs/common', 'Module')}({`);
    file.indented(() => {
      file.line('imports: [');
      file.indented(() => {
        if (options.length > 0) {
          const register = `${file.use('@nestjs/microservices', 'ClientsModule')}.registerAsync`;
          writeList(file, { before: `${register}([`, items: options, after: ']),' });
        }
        file.line(`${file.use('@nestjs/terminus', 'TerminusModule')},`);
      });
      file.line('],');
      writeList(file, { before: 'controllers: [', items: controllers, after: '],' });
      writeList(file, { before: 'providers: [', items: providers, after: '],' });
    });
    file.line('})');
    file.line(`export class ${className}Module {}`);
  });
  return file.end();
}

function writeList(
  file: CodeFile,
  { before, items, after }: { before: string; items: readonly string[]; after: string },
): void {
  const line = before + items.join(', ') + after;
  if (line.length <= file.room) {
    file.line(line);
    return;
  }
  file.line(before);
  file.indented(() => items.forEach((item) => file.line(`${item},`)));
  file.line(after);
}

/** `main.ts`: starts the application with all its listeners. */
export function mainFile(service: ServicePlan): WrittenFile {
  const file = new CodeFile();
  const { className, name, http } = service;
  file.mark('main', () => {
    file.line('async function bootstrap() {');
    file.indented(() => {
      const factory = file.use('@nestjs/core', 'NestFactory');
      const module = file.use(`./${name}.module.js`, `${className}Module`);
      if (http.hasRoutes) {
        const type = file.useType('@nestjs/platform-express', 'NestExpressApplication');
        file.line(`const app = await ${factory}.create<${type}>(${module}, { bodyParser: false });`);
        file.line("app.useBodyParser('json', { limit: '1mb' });");
        file.line("app.useBodyParser('urlencoded', { limit: '1mb', extended: true });");
      } else file.line(`const app = await ${factory}.create(${module});`);
      writeGlobals(file, service);
      // Nest asks the filter that came last first.
      if (http.hasRoutes && !filtersPerRoute(service)) {
        file.line(`app.useGlobalFilters(new ${file.use(shared, 'HttpErrorFilter')}(app.getHttpAdapter()));`);
      }
      for (const listener of service.listeners) writeListener(file, listener, service);
      file.line('app.enableShutdownHooks();');
      if (service.listeners.length > 0) file.line('await app.startAllMicroservices();');
      if (!http.hasRoutes) file.line('// Only for its health: it has no routes of its own.');
      file.line(`await app.listen(${portText(http)});`);
      file.line('return app;');
    });
    file.line('}');
    file.line();
    file.line('/** The running application. */');
    file.line('export const app = await bootstrap();');
  });
  return file.end();
}

function writeListener(file: CodeFile, plan: ListenerPlan, service: ServicePlan): void {
  const type = file.useType('@nestjs/microservices', 'MicroserviceOptions');
  const options = withImports(file, listenerOptions(plan, service));
  const how = inheritsConfig(service) ? ', { inheritAppConfig: true }' : '';
  file.block(`app.connectMicroservice<${type}>(${options}${how});`);
}

/** The options of its listener, as `connectMicroservice` takes them. */
export function listenerOptions(plan: ListenerPlan, { name, grpc }: ServicePlan): string {
  const drawn = { ...plan.listener, grpc };
  const { listener } = transportCode(plan.listener.transport);
  if (listener === undefined) return '{}';
  if (plan.via === 'port') return listener({ ...plan, hostEnv: 'BIND_HOST', host: '127.0.0.1' }, drawn, name);
  const { port } = brokerImage(plan.broker.broker.transport);
  return listener({ ...plan.broker, host: '127.0.0.1', port }, drawn, name);
}
