import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { DetectionReport, Run } from '@antidote/contracts';
import { Icon } from '../ui/icons.js';
import { save } from '../ui/save-file.js';

export function DetectionActions({ run, report }: { run: Run; report: DetectionReport }) {
  const navigate = useNavigate();
  const { outputReviewId } = run;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="download" />}
        onClick={() =>
          save(`detection-${run.dataset}.json`, `${JSON.stringify(report, null, 2)}\n`, 'application/json')
        }
      >
        Export
      </Button>
      {outputReviewId && (
        <Button onClick={() => void navigate({ to: '/reviews/$id/work', params: { id: outputReviewId } })}>
          Open the review
        </Button>
      )}
    </>
  );
}
