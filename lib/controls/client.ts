export { CONTROL_TEST_NAMES, CONTROL_TESTS, stepName, type ControlTest, type ControlTests, type TestStep } from "./test-steps.ts";
