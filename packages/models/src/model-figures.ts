/** The size of a model for 10 classes of RGB images of its own size. */
export interface ModelFigures {
  /** Trainable parameters. */
  readonly parameters: number;
  /** Floating-point operations for one image, two for each multiply-add; see `countOperations`. */
  readonly operations: number;
}
