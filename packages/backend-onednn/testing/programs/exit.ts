// Trains, and ends as it is told: `exit` calls process.exit, anything else lets the process run out.
import { train } from './train.js';

const losses = await train(3);
console.log(JSON.stringify(losses));
if (process.argv[2] === 'exit') process.exit(0);
