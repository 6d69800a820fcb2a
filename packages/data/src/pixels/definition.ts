/** Whose definition of an operation is meant: that of Pillow, or of the research code, which has TensorFlow's. */
export type Definition = 'pillow' | 'reference';
