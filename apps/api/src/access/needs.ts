import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { Capability } from '@antidote/contracts';

/** What a route asks of the caller: a capability, or `null` where nobody has to be signed in. */
export interface RouteAccess {
  needs: Capability | null;
}

/** Names the capability that the route needs. Every route under `/api/v1` has this or `@NoSignIn`; the start checks it. */
export const Needs = (capability: Capability): MethodDecorator =>
  applyDecorators(RouteConfig({ needs: capability } satisfies RouteAccess), ApiExtension('x-needs', capability));

/** The route answers anyone: signing in itself, and probes. */
export const NoSignIn = (): MethodDecorator =>
  applyDecorators(RouteConfig({ needs: null } satisfies RouteAccess), ApiExtension('x-needs', 'nothing'));
