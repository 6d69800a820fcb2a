// Every test asserts something: one whose assertions all stand in a loop over nothing fails.
beforeEach(() => expect.hasAssertions());
