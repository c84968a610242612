import { Module, type DynamicModule } from '@nestjs/common';
import { ControlController } from './control/control.controller.ts';
import { ActionsController } from './http/actions.controller.ts';
import { DeadLettersController } from './http/deadLetters.controller.ts';
import { HeldController } from './http/held.controller.ts';
import { HealthController } from './http/health.controller.ts';
import { PageController } from './http/page.controller.ts';
import { RestDoor } from './http/restDoor.ts';
import { FlowsController } from './http/flows.controller.ts';
import { RecordingController } from './http/recording.controller.ts';
import { ServiceProxyController } from './http/serviceProxy.controller.ts';
import { SessionsController } from './http/sessions.controller.ts';
import { MetricsController } from './metrics/metrics.controller.ts';
import { ServerSettings } from './serverSettings.ts';
import { Commands } from './session/commands.ts';
import { Library } from './session/library.ts';
import { SessionGateway } from './session/session.gateway.ts';
import { Sessions } from './session/sessions.ts';
import { SavedFlows } from './store/savedFlows.ts';

/** The hybrid application: sessions and their commands, behind three doors. */
@Module({
  controllers: [
    SessionsController,
    FlowsController,
    ActionsController,
    DeadLettersController,
    RecordingController,
    HeldController,
    HealthController,
    MetricsController,
    ServiceProxyController,
    PageController,
    ControlController,
  ],
  providers: [Sessions, Library, Commands, RestDoor, SessionGateway],
})
export class AppModule {
  static with(settings: ServerSettings, flows: SavedFlows): DynamicModule {
    const providers = [
      { provide: ServerSettings, useValue: settings },
      { provide: SavedFlows, useValue: flows },
    ];
    return { module: AppModule, providers };
  }
}
