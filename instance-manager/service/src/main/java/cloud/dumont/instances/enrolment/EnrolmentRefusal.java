package cloud.dumont.instances.enrolment;

import cloud.dumont.web.problem.Refusal;

/** Why a box may not enrol. */
public sealed interface EnrolmentRefusal extends Refusal {
    record TokenInvalid() implements EnrolmentRefusal {
        @Override
        public String code() {
            return "token_invalid";
        }

        @Override
        public int status() {
            return 401;
        }

        @Override
        public String detail() {
            return "This token is unknown, expired, or its box was given back.";
        }
    }

    record TokenSpent() implements EnrolmentRefusal {
        @Override
        public String code() {
            return "token_spent";
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String detail() {
            return "Another box enrolled with this token.";
        }
    }
}
