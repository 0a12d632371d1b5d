import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound, RouteError } from './route-error.js';
import { Shell } from './shell.js';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const root = createRootRoute({ notFoundComponent: NotFound });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/datasets', replace: true });
  },
});
const datasets = createRoute({
  getParentRoute: () => shell,
  path: '/datasets',
  component: lazyRouteComponent(() => import('../datasets/datasets-page.js'), 'DatasetsPage'),
});
const register = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/new',
  component: lazyRouteComponent(() => import('../datasets/register-page.js'), 'RegisterPage'),
});
const version = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$name/v/$digest',
  validateSearch: (search: Record<string, unknown>): { id?: string } => ({ id: text(search['id']) }),
  component: lazyRouteComponent(() => import('../datasets/version-page.js'), 'VersionPage'),
});
const studies = createRoute({
  getParentRoute: () => shell,
  path: '/studies',
  component: lazyRouteComponent(() => import('../studies/studies-page.js'), 'StudiesPage'),
});
const study = createRoute({
  getParentRoute: () => shell,
  path: '/studies/$id',
  validateSearch: (search: Record<string, unknown>): { level?: number } =>
    typeof search['level'] === 'number' ? { level: search['level'] } : {},
  component: lazyRouteComponent(() => import('../studies/study-page.js'), 'StudyPage'),
});
const reviews = createRoute({
  getParentRoute: () => shell,
  path: '/reviews',
  component: lazyRouteComponent(() => import('../reviews/reviews-page.js'), 'ReviewsPage'),
});
const models = createRoute({
  getParentRoute: () => shell,
  path: '/models',
  validateSearch: (search: Record<string, unknown>): { dataset?: string; compare?: string; predict?: string } => ({
    dataset: text(search['dataset']),
    compare: text(search['compare']),
    predict: text(search['predict']),
  }),
  component: lazyRouteComponent(() => import('../models/models-page.js'), 'ModelsPage'),
});
const promotion = createRoute({
  getParentRoute: () => shell,
  path: '/promotions/$id',
  component: lazyRouteComponent(() => import('../models/promotion-page.js'), 'PromotionPage'),
});
// The one page without the rail: nothing but the row to decide on.
const work = createRoute({
  getParentRoute: () => root,
  path: '/reviews/$id/work',
  component: lazyRouteComponent(() => import('../reviews/work-page.js'), 'WorkPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    shell.addChildren([datasets, register, version, studies, study, reviews, models, promotion]),
    work,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: RouteError,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
