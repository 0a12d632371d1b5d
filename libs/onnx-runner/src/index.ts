export { OnnxClassifier, type OnnxInput, type Prediction } from './onnx-classifier.js';
