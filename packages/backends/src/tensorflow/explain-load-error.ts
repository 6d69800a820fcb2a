/** In one sentence or two: why tfjs-node could not be loaded, and what helps. */
export function explainLoadError(packageName: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [firstLine] = message.split('\n');
  if (message.includes('tfjs_binding.node') && message.includes('can not be found')) {
    return (
      `${packageName} is installed without its native part: its install step, which downloads the ` +
      `TensorFlow library, has not run. Run it: npm rebuild ${packageName}`
    );
  }
  if (message.includes('NODE_MODULE_VERSION')) {
    return (
      `${packageName} was built for another version of Node than ${process.versions.node}. ` +
      `Build it again: npm rebuild ${packageName} --build-addon-from-source`
    );
  }
  const missing = /(lib(?:cu\w+|nv\w+)\.so[.\d]*)/.exec(message);
  if (missing) {
    return (
      `${packageName} needs the library ${missing[1]} of NVIDIA's CUDA, which was not found. ` +
      'Install CUDA and cuDNN in the versions that TensorFlow 2.9 names, or use @tensorflow/tfjs-node.'
    );
  }
  return `${packageName} could not be loaded: ${firstLine}`;
}
