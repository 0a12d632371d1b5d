import type { StudyReport } from '@antidote/contracts';
import { reportHtml, studyMarkdown } from '@antidote/reporting';

/** A study's report as a file for people: one HTML page that needs nothing else, or Markdown. */
export function renderStudy(report: StudyReport, file: 'report.html' | 'report.md'): string {
  return file === 'report.html' ? reportHtml(report) : studyMarkdown(report);
}
