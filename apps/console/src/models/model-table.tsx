import { Button, Checkbox } from '@mantine/core';
import { Fragment } from 'react';
import type { Model } from '@antidote/contracts';
import { VersionLink } from '../datasets/version-link.js';
import { useMay } from '../people/account.js';
import { SERIES } from '../theme/series.js';
import { Badge, VersionKindBadge } from '../ui/badge.js';
import { percent, percentInterval, shortDigest } from '../ui/format.js';
import { Icon } from '../ui/icons.js';
import { SeriesMark } from '../ui/series-mark.js';
import { Table, WithInterval } from '../ui/table.js';
import { Term } from '../ui/term.js';
import { Time } from '../ui/time.js';
import { LABELS_USED_WORDS, parameterWords } from '../ui/words.js';

export function ModelTable(props: {
  models: Model[];
  chosen: string[];
  onToggle: (id: string) => void;
  onPromote: (model: Model) => void;
}) {
  const mayPromote = useMay('promotion:request');
  return (
    <Table label="Models">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Compare</span>
          </th>
          <th scope="col">Model</th>
          <th scope="col">Trained on</th>
          <th scope="col" data-number>
            <Term of="accuracy">Accuracy</Term>
          </th>
          <th scope="col" data-number>
            <Term of="balancedAccuracy">Balanced</Term>
          </th>
          <th scope="col" data-number>
            <Term of="f1">F1</Term>
          </th>
          <th scope="col">Scored on</th>
          <th scope="col">
            <Term of="alias">Alias</Term>
          </th>
          <th scope="col">Trained</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.models.map((model) => (
          <tr key={model.id} data-marked={props.chosen.includes(model.id)}>
            <td>
              <Checkbox
                aria-label={`Compare the ${SERIES[model.kind].name.toLowerCase()} ${shortDigest(model.sha256)}`}
                checked={props.chosen.includes(model.id)}
                onChange={() => props.onToggle(model.id)}
              />
            </td>
            <th scope="row" title={parameterWords(model.parameters)}>
              <SeriesMark model={model.kind} /> {SERIES[model.kind].name}
            </th>
            <td>
              <VersionLink dataset={model.dataset} digest={model.versionDigest} id={model.versionId}>
                {model.dataset}
              </VersionLink>{' '}
              <VersionKindBadge kind={model.versionKind} />
            </td>
            <td data-number>
              <WithInterval
                value={percent(model.metrics.accuracy)}
                interval={percentInterval(...model.accuracyInterval)}
              />
            </td>
            <td data-number>{percent(model.metrics.balancedAccuracy)}</td>
            <td data-number>{percent(model.metrics.f1)}</td>
            <td>
              {LABELS_USED_WORDS[model.labelsUsed].caution ? (
                <Badge role="warn" icon="warn">
                  <Term says={LABELS_USED_WORDS[model.labelsUsed].tooltip}>labels as given</Term>
                </Badge>
              ) : (
                <Term says={LABELS_USED_WORDS[model.labelsUsed].tooltip}>
                  {LABELS_USED_WORDS[model.labelsUsed].title}
                </Term>
              )}
            </td>
            <td>
              {model.registered?.aliases.map((alias) => (
                <Fragment key={alias}>
                  <Badge role="accent" icon="check">
                    {alias}
                  </Badge>{' '}
                </Fragment>
              ))}
            </td>
            <td>
              <Time iso={model.createdAt} />
            </td>
            <td>
              {mayPromote && (
                <Button size="compact-sm" variant="default" onClick={() => props.onPromote(model)}>
                  Promote
                </Button>
              )}{' '}
              <a href={model.mlflow.url} target="_blank" rel="noreferrer">
                MLflow <Icon name="external" size={12} />
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
