import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { Model, Promotion } from '@antidote/contracts';
import { VersionLink } from '../datasets/version-link.js';
import { addressDigest } from '../datasets/version-sentence.js';
import { queries } from '../queries.js';
import { SERIES } from '../theme/series.js';
import { Badge, type Role } from '../ui/badge.js';
import { Digest } from '../ui/digest.js';
import type { IconName } from '../ui/icons.js';
import { Facts, PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { QueryView } from '../ui/query-view.js';
import { Term } from '../ui/term.js';
import { Time } from '../ui/time.js';
import styles from './models.module.css';
import { inUrgency, promotionSentence, timeline } from './promotion-words.js';
import { RuleRow } from './rule-row.js';

const STATES: Record<Promotion['state'], [Role, IconName, string]> = {
  requested: ['plain', 'clock', 'Asked for'],
  checking: ['accent', 'clock', 'Checking'],
  applying: ['accent', 'clock', 'Applying'],
  live: ['pass', 'check', 'Live'],
  refused: ['block', 'stop', 'Blocked'],
  failed: ['block', 'warn', 'Failed'],
};

/** May this model take the alias? Facts, the answer, every rule, and what happens when. */
export function PromotionPage() {
  const { id } = useParams({ from: '/shell/promotions/$id' });
  const query = useQuery(queries.promotion(id));
  const promotion = query.data;
  return (
    <>
      <PageHead
        title={promotion ? `Promote to ${promotion.alias}?` : 'May it move up?'}
        crumbs={[
          { text: 'Models', link: { to: '/models' } },
          { text: promotion ? promotion.registeredModel : 'Promotion' },
        ]}
        actions={
          promotion && (
            <Badge role={STATES[promotion.state][0]} icon={STATES[promotion.state][1]}>
              {STATES[promotion.state][2]}
            </Badge>
          )
        }
      />
      {promotion && !query.isRefetchError ? (
        <Shown promotion={promotion} />
      ) : (
        <PageBody>
          <QueryView query={query}>{(data) => <Shown promotion={data} />}</QueryView>
        </PageBody>
      )}
    </>
  );
}

/** The one thing to do about what blocks, the review before the study; what else blocks says its remedy in its rule. */
function Remedy({ promotion, model }: { promotion: Promotion; model: Model | undefined }) {
  const navigate = useNavigate();
  const blocks = (rule: string) =>
    promotion.decision?.results.some((result) => result.rule === rule && result.outcome === 'block');
  const review = promotion.evidence?.review;
  if (blocks('review-finished') && review) {
    const unheeded = review.state !== 'open';
    return (
      <div>
        <Button onClick={() => void navigate({ to: '/reviews/$id/work', params: { id: review.id } })}>
          {unheeded ? 'Open the review' : review.decided < review.items ? 'Review open flags' : 'Finish the review'}
        </Button>
      </div>
    );
  }
  const unstudied = blocks('accuracy-lost') && promotion.evidence?.study === null;
  const unsearched = blocks('review-finished') || (blocks('poison-seen') && promotion.evidence?.scorecard === null);
  if (!model || model.versionKind === 'poisoned' || (!unstudied && !unsearched)) return null;
  const version = { name: model.dataset, digest: addressDigest(model.versionDigest) };
  return (
    <div>
      <Button
        onClick={() =>
          void navigate({ to: '/datasets/$name/v/$digest', params: version, search: { id: model.versionId } })
        }
      >
        {unstudied ? 'Go and study the version' : 'Go and find suspicious labels'}
      </Button>
    </div>
  );
}

function Shown({ promotion }: { promotion: Promotion }) {
  const model = useQuery(queries.model(promotion.modelId)).data;
  const results = inUrgency(promotion.decision?.results ?? []);
  const blocked = results.filter((result) => result.outcome === 'block').length;
  return (
    <>
      <Facts>
        {model && (
          <>
            <span>
              <strong>{SERIES[model.kind].name}</strong> <Digest digest={model.sha256} />
            </span>
            <span>
              Trained on{' '}
              <VersionLink dataset={model.dataset} digest={model.versionDigest} id={model.versionId}>
                {model.dataset}
              </VersionLink>{' '}
              <Digest digest={model.versionDigest} />
            </span>
          </>
        )}
        {promotion.policy && (
          <span>
            <Term of="policy">Policy</Term> <strong>{promotion.policy.name}</strong>{' '}
            {promotion.policySha256 && <Digest digest={promotion.policySha256} />}
          </span>
        )}
        {promotion.evidence && <span>{promotion.evidence.approval}</span>}
      </Facts>
      <PageBody>
        <div className={page.withAside}>
          <div>
            <div aria-live="polite">
              <p className={page.sentence}>{promotionSentence(promotion)}</p>
            </div>
            <Remedy promotion={promotion} model={model} />
            {promotion.state === 'live' && (
              <p>
                <Link to="/models" search={{ predict: `${promotion.registeredModel}@${promotion.alias}` }}>
                  Try it: predict with {promotion.registeredModel}@{promotion.alias}
                </Link>
              </p>
            )}
            {results.length > 0 && (
              <Section
                title={blocked > 0 ? `Gate, ${blocked} of ${results.length} rules block` : 'Gate, every rule passes'}
              >
                <div className={styles.rules}>
                  {results.map((result, index) => (
                    <RuleRow key={index} result={result} />
                  ))}
                </div>
              </Section>
            )}
          </div>
          <div>
            <Section title="Timeline">
              <ol className={styles.timeline}>
                {timeline(promotion).map((step) => (
                  <li key={step.text} className={styles.step} data-state={step.state}>
                    {step.text}
                    {step.state === 'to-come' && <span className="visually-hidden"> (to come)</span>}
                    {step.detail && <span>{step.detail}</span>}
                    {step.at && (
                      <span>
                        <Time iso={step.at} />
                      </span>
                    )}
                  </li>
                ))}
              </ol>
            </Section>
          </div>
        </div>
      </PageBody>
    </>
  );
}
