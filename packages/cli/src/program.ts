import { Command, CommanderError } from 'commander';
import { jsonOption, markdownOption, quietOption, setOption } from './command-options.js';
import { isMistake, UsageError } from './usage-error.js';
import { gnpVersion } from './versions.js';

/**
 * Runs the `gnp` command.
 *
 * @param args what follows `gnp` on the command line
 * @returns the exit status: 0, 1 for a failed run, 2 for wrong usage, 130 for an interrupted run
 */
export async function run(args: readonly string[]): Promise<number> {
  let status = 0;
  const done = async (result: number | Promise<number>) => void (status = await result);
  const program = buildProgram(done);
  try {
    await program.parseAsync(args.map(asOverride), { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { message, stack, cause } = error as Error;
    console.error(`gnp: ${isMistake(error) ? `a mistake of gnp itself: ` : ''}${message}`);
    if (process.env.GNP_DEBUG || isMistake(error))
      console.error((cause as Error | undefined)?.stack ?? stack);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** `--config.path.to.key=value` means `--set=path.to.key=value`. */
function asOverride(argument: string): string {
  return argument.startsWith('--config.')
    ? `--set=${argument.slice('--config.'.length)}`
    : argument;
}

/**
 * The command and what it takes. What a command needs is loaded when it is run: help, versions and wrong usage need none
 * of it.
 *
 * @param done is given what a command that was run comes to
 */
export function buildProgram(done: (result: number | Promise<number>) => Promise<void>): Command {
  const program = new Command('gnp')
    .description('Trains image classifiers with a penalised gradient norm.')
    .version(gnpVersion)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error/, 'gnp')) });

  const command = (nameAndArguments: string, description: string) =>
    program.command(nameAndArguments).description(description).exitOverride();

  command('train [recipe]', 'train what a recipe (a name or a .yaml file) describes')
    .addOption(setOption())
    .option('--seed <number>', 'seed of everything random')
    .option('--backend <name>', "what computes: 'auto' or a name from gnp doctor")
    .option('--threads <number>', 'how many threads compute')
    .option('--precision <name>', 'f32, or bf16 on the onednn backend')
    .option('--init-from <run>', "begin with the weights of a run's last checkpoint")
    .option('--working-dir <dir>', 'folder of the run (default: runs/<recipe>-<time>)')
    .option('--resume', 'go on with the run in --working-dir')
    .option('--smoke', 'a run of seconds: few images, drawn if need be, a small model, two epochs')
    .option('--dry-run', 'print the resolved configuration and the size of the model, and stop')
    .addOption(quietOption('warnings, and at the end the run folder'))
    .addHelpText('after', '\nExample:\n  gnp train quickstart --set epochs=5 --set rule.name=plain')
    .action(async (recipe, options) =>
      done((await import('./commands/train.js')).trainCommand(recipe, options)),
    );

  command(
    'sweep <file> [pattern]',
    "train the combinations that a file describes, all or some ('gnp*'), and print one table",
  )
    .option('--working-dir <dir>', 'folder of the runs (default: runs/<file>)')
    .option('--jobs <number>', 'how many runs at a time', '1')
    .option('--trial <index>', 'train one of them alone, as a job of a cluster does')
    .option('--list', 'list the runs and how far they are, and stop')
    .option('--table', 'print the table of what is done, and stop')
    .addOption(jsonOption('the table, or the list,'))
    .addOption(quietOption('warnings, and the folders of the runs that are done, or listed'))
    .action(async (file, pattern, options) =>
      done((await import('./commands/sweep.js')).sweepCommand(file, pattern, options)),
    );

  command('eval <run>', 'evaluate the last checkpoint of a run folder, or the best')
    .option('--checkpoint <which>', "'last', or 'best': that of the lowest test error", 'last')
    .option(
      '--split <name>',
      'test, validation or train (default: what the run was tested on as it trained)',
    )
    .option('--average', 'evaluate the average of the weights (weightAverage)')
    .option('--confusion', 'count which classes are taken for which')
    .option('--backend <name>', 'what computes (default: as in training)')
    .option('--threads <number>', 'how many threads compute')
    .option('--precision <name>', 'f32 or bf16')
    .addOption(jsonOption('the figures'))
    .addOption(quietOption('the error rate, a fraction'))
    .action(async (dir, options) =>
      done((await import('./commands/eval.js')).evalCommand(dir, options)),
    );

  command('predict <run> <images...>', 'classify JPEG and PNG files, or folders of them, by a run')
    .option('--checkpoint <which>', "'last', or 'best': that of the lowest test error", 'last')
    .option('--average', 'take the average of the weights (weightAverage)')
    .option('--top <number>', 'how many of the likeliest classes are shown', '5')
    .option('--backend <name>', 'what computes (default: as in training)')
    .option('--threads <number>', 'how many threads compute')
    .option('--precision <name>', 'f32 or bf16')
    .addOption(jsonOption('the predictions'))
    .addOption(quietOption('the likeliest class of each image'))
    .action(async (dir, images, options) =>
      done((await import('./commands/predict.js')).predictCommand(dir, images, options)),
    );

  command('export <run>', 'write the trained model for other programs')
    .option('--format <name>', 'layers-model (TensorFlow.js) or safetensors', 'layers-model')
    .requiredOption('--out <path>', 'the folder of a layers-model, the file of safetensors')
    .option('--checkpoint <which>', "'last', or 'best': that of the lowest test error", 'last')
    .option('--average', 'take the average of the weights (weightAverage)')
    .option('--force', 'replace an earlier export')
    .action(async (dir, options) =>
      done((await import('./commands/export.js')).exportCommand(dir, options)),
    );

  command(
    'compare <runs...>',
    "tell what differs between runs ('runs/*'), and what they have come to",
  )
    .addOption(jsonOption('the comparison'))
    .addOption(quietOption('the run folders, the lowest test error first'))
    .action(async (dirs, options) =>
      done((await import('./commands/compare.js')).compareCommand(dirs, options)),
    );

  command(
    'report <runs...>',
    "write the report of a run anew, or one of several ('runs/*') compared",
  )
    .option(
      '--output <file>',
      "default: the run's report.html, or comparison.html; .svg: a picture",
    )
    .option('--force', 'replace a file that is no report')
    .action(async (dirs, options) =>
      done((await import('./commands/report.js')).reportCommand(dirs, options)),
    );

  command('profile <recipe>', 'show where the time of a training step goes, kernel by kernel')
    .addOption(setOption())
    .option('--seed <number>', 'seed of everything random')
    .option('--backend <name>', "what computes: 'auto' or a name from gnp doctor")
    .option('--threads <number>', 'how many threads compute')
    .option('--precision <name>', 'f32, or bf16 on the onednn backend')
    .option('--steps <number>', 'how many steps are measured, after two to warm up', '3')
    .addOption(jsonOption('the profile'))
    .addOption(quietOption('the milliseconds that a step takes'))
    .action(async (recipe, options) =>
      done((await import('./commands/profile.js')).profileCommand(recipe, options)),
    );

  command('models [pattern]', "list models ('resnet*'), or show the layers of one")
    .addOption(markdownOption('all of them'))
    .addOption(jsonOption('them'))
    .addOption(quietOption('their names, or the layers of one'))
    .action(async (pattern, options) =>
      done((await import('./commands/models.js')).modelsCommand(pattern, options)),
    );

  command('rules [pattern]', "list the gradient rules ('*sam'), or show the options of one")
    .addOption(markdownOption('all of them'))
    .addOption(jsonOption('them'))
    .addOption(quietOption('their names, or the options of one'))
    .action(async (pattern, options) =>
      done((await import('./commands/rules.js')).rulesCommand(pattern, options)),
    );

  command('study <name>', "repeat an experiment of the papers: 'dln', diagonal linear networks")
    .option('--quick', 'a small setting: seconds')
    .option('--seeds <number>', 'over how many seeds the figures are averaged', '3')
    .addOption(jsonOption('the rows of all tables'))
    .addOption(quietOption('the rule with the least error in each setting'))
    .action(async (name, options) =>
      done((await import('./commands/study.js')).studyCommand(name, options)),
    );

  const data = command('data', 'fetch data sets and look at them');
  data
    .command('download <name>')
    .description('fetch cifar10, cifar100, mnist or fashion-mnist, or go on with that')
    .exitOverride()
    .option('--dir <folder>', 'where to put the files (default: data/<name>)')
    .option('--mirror <url>', 'fetch the same files from another address')
    .addOption(quietOption('the folder'))
    .action(async (name, options) =>
      done((await import('./commands/data-download.js')).dataDownloadCommand(name, options)),
    );
  data
    .command('inspect <name>')
    .description('show the images of a data set or of a recipe, in numbers and as a picture')
    .exitOverride()
    .option('--dir <folder>', 'folder of the files (dataset.dir)')
    .addOption(setOption())
    .option('--samples <file>', 'draw augmented training images, class by class, into a PNG file')
    .addOption(jsonOption('the figures'))
    .addOption(quietOption('the names of the classes'))
    .addHelpText(
      'after',
      '\nExample:\n  gnp data inspect image-folder --dir photos --set dataset.augmentation=imagenet --samples samples.png',
    )
    .action(async (name, options) =>
      done((await import('./commands/data-inspect.js')).dataInspectCommand(name, options)),
    );

  command('recipes [pattern]', "list the recipes ('vit*'), or print one")
    .option('--resolved', 'print it together with what it extends')
    .addOption(markdownOption('every key of a recipe'))
    .addOption(jsonOption('them, or the one,'))
    .addOption(quietOption('their names, or the text of the one'))
    .action(async (pattern, { markdown, ...options }) =>
      done(
        markdown
          ? (await import('./commands/recipes-markdown.js')).recipesMarkdownCommand()
          : (await import('./commands/recipes.js')).recipesCommand(pattern, options),
      ),
    );

  command('doctor', 'show what this machine offers and what is missing')
    .addOption(jsonOption('it'))
    .addOption(quietOption('the backends that are found, the first that auto takes first'))
    .action(async (options) => done((await import('./commands/doctor.js')).doctorCommand(options)));

  return program;
}
