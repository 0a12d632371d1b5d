export { checkHtml } from './check-html.js';
export { confusionMatrixSvg } from './confusion-matrix-svg.js';
export { detectionHtml } from './detection-html.js';
export { oneDecimal, percentage } from './format-number.js';
export { reportHtml } from './report-html.js';
export { scorecardWords } from './scorecard-html.js';
export { studiesHtml } from './studies-html.js';
export { studyChartSvg } from './study-chart-svg.js';
export { studyMarkdown } from './study-markdown.js';
