import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Entry } from '../people/entry.js';
import { NotFound, RouteError } from './route-error.js';
import { Shell } from './shell.js';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const root = createRootRoute({ component: Entry, notFoundComponent: NotFound });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: text(search['next']) }),
  component: lazyRouteComponent(() => import('../people/sign-in-page.js'), 'SignInPage'),
});
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../people/settings-page.js'), 'SettingsPage'),
});
const log = createRoute({
  getParentRoute: () => shell,
  path: '/log',
  validateSearch: (search: Record<string, unknown>): { actor?: string; action?: string; subjectId?: string } => ({
    actor: text(search['actor']),
    action: text(search['action']),
    subjectId: text(search['subjectId']),
  }),
  component: lazyRouteComponent(() => import('../audit/log-page.js'), 'LogPage'),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('../home/home-page.js'), 'HomePage'),
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
const dataset = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$name',
  component: lazyRouteComponent(() => import('../datasets/dataset-page.js'), 'DatasetPage'),
});
const version = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$name/v/$digest',
  validateSearch: (search: Record<string, unknown>): { id?: string } => ({ id: text(search['id']) }),
  component: lazyRouteComponent(() => import('../datasets/version-page.js'), 'VersionPage'),
});
const trusted = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$name/trusted',
  component: lazyRouteComponent(() => import('../trusted/trusted-page.js'), 'TrustedPage'),
});
const rules = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$name/rules',
  validateSearch: (search: Record<string, unknown>): { from?: string } => ({ from: text(search['from']) }),
  component: lazyRouteComponent(() => import('../datasets/rules-page.js'), 'RulesPage'),
});
const diff = createRoute({
  getParentRoute: () => shell,
  path: '/datasets/$name/diff',
  validateSearch: (search: Record<string, unknown>): { from?: string; to?: string } => ({
    from: text(search['from']),
    to: text(search['to']),
  }),
  component: lazyRouteComponent(() => import('../diff/diff-page.js'), 'DiffPage'),
});
const lineage = createRoute({
  getParentRoute: () => shell,
  path: '/lineage',
  validateSearch: (search: Record<string, unknown>): { focus?: string; depth?: number } => ({
    focus: text(search['focus']),
    ...(Number.isInteger(search['depth']) ? { depth: search['depth'] as number } : {}),
  }),
  component: lazyRouteComponent(() => import('../lineage/lineage-page.js'), 'LineagePage'),
});
const impact = createRoute({
  getParentRoute: () => shell,
  path: '/impact/$ref',
  component: lazyRouteComponent(() => import('../impact/impact-page.js'), 'ImpactPage'),
});
const recalls = createRoute({
  getParentRoute: () => shell,
  path: '/recalls',
  component: lazyRouteComponent(() => import('../recalls/recalls-page.js'), 'RecallsPage'),
});
const recall = createRoute({
  getParentRoute: () => shell,
  path: '/recalls/$id',
  component: lazyRouteComponent(() => import('../recalls/recall-page.js'), 'RecallPage'),
});
const featureSets = createRoute({
  getParentRoute: () => shell,
  path: '/feature-sets',
  validateSearch: (search: Record<string, unknown>): { version?: string } => ({ version: text(search['version']) }),
  component: lazyRouteComponent(() => import('../feature-sets/feature-sets-page.js'), 'FeatureSetsPage'),
});
const featureSet = createRoute({
  getParentRoute: () => shell,
  path: '/feature-sets/$id',
  validateSearch: (search: Record<string, unknown>): { version?: string } => ({ version: text(search['version']) }),
  component: lazyRouteComponent(() => import('../feature-sets/feature-set-page.js'), 'FeatureSetPage'),
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
const compareStudies = createRoute({
  getParentRoute: () => shell,
  path: '/studies/compare',
  validateSearch: (search: Record<string, unknown>): { ids?: string } => ({ ids: text(search['ids']) }),
  component: lazyRouteComponent(() => import('../comparisons/compare-page.js'), 'ComparePage'),
});
const lab = createRoute({
  getParentRoute: () => shell,
  path: '/lab/new',
  validateSearch: (
    search: Record<string, unknown>,
  ): { dataset?: string; version?: string; do?: 'study' | 'poison' } => ({
    dataset: text(search['dataset']),
    version: text(search['version']),
    ...(search['do'] === 'poison' ? { do: 'poison' } : {}),
  }),
  component: lazyRouteComponent(() => import('../lab/lab-page.js'), 'LabPage'),
});
const detection = createRoute({
  getParentRoute: () => shell,
  path: '/detections/$id',
  component: lazyRouteComponent(() => import('../detections/detection-page.js'), 'DetectionPage'),
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
    signIn,
    shell.addChildren([
      home,
      ...[
        datasets,
        register,
        dataset,
        version,
        trusted,
        rules,
        diff,
        lineage,
        impact,
        recalls,
        recall,
        featureSets,
        featureSet,
      ],
      ...[lab, studies, compareStudies, study, detection, reviews, models, promotion, settings, log],
    ]),
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
